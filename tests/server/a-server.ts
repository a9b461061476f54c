import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { InstallationRole } from "#app/core/incident/permission.ts";
import { createApi } from "#app/server/api/api.ts";
import { type Door, openDoor } from "#app/server/auth/door.ts";
import { addPerson } from "#app/server/auth/people.ts";
import { createToken } from "#app/server/auth/tokens.ts";
import { shippedPlaybooks } from "#app/server/content/playbooks.server.ts";
import type { House } from "#app/server/house.server.ts";
import { createHandler, type Handler } from "#app/server/http/handler.ts";
import type { HouseOptions } from "#app/server/open-house.server.ts";
import type { Person } from "#app/server/store/rows.ts";
import { aHouse } from "#tests/store/a-house.ts";
import { aFolder, type TestClock } from "#tests/store/fixture.ts";

export const ORIGIN = "http://localhost:3000";
export const PASSWORD = "correct horse battery";
export const HERE = { address: "203.0.113.7" };

export interface TestServer {
  readonly house: House;
  readonly door: Door;
  readonly clock: TestClock;
  readonly data: string;
  /** Everything between a socket and the routes, without the socket. Pages answer "a page". */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  readonly failures: unknown[];
}

export async function aServer(more: Partial<HouseOptions> = {}, origin = ORIGIN): Promise<TestServer> {
  const { house, clock, data } = await aHouse({ playbooks: shippedPlaybooks, ...more });
  const door = openDoor(house, origin);
  const failures: unknown[] = [];
  const clientDir = aFolder();
  mkdirSync(join(clientDir, "assets"));
  const handler: Handler = createHandler(
    { origin, clientDir, api: createApi(door), report: (error) => failures.push(error) },
    async () => new Response("a page"),
  );
  const ask = (path: string, init?: RequestInit) => handler(new Request(origin + path, init), HERE);
  return { house, door, clock, data, ask, failures };
}

export const SHELL = { auth: "shell", k: "system", u: "system" } as const;

export async function aPerson(
  house: House,
  role: InstallationRole = "member",
  name = "Lin Wei",
  { password = true }: { readonly password?: boolean } = {},
): Promise<Person> {
  const email = `${randomUUID()}@example.org`;
  const secret = password ? { password: PASSWORD } : {};
  const added = await addPerson(house, SHELL, { email, name, role, ...secret });
  if (!added.ok) throw new Error(added.error.code);
  return added.value.value;
}

/** A client that presents the token of a new person. */
export interface Client {
  readonly person: Person;
  readonly token: string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Sends text and blobs as they are, anything else as JSON. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Gives a command under a fresh key. */
  command(ref: string, command: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Declares, and answers the ref. */
  declare(title?: string): Promise<string>;
}

export async function aClient(server: TestServer, role: InstallationRole = "member"): Promise<Client> {
  const person = await aPerson(server.house, role);
  const made = await createToken(server.house, SHELL, person.email, { name: "test" });
  if (!made.ok) throw new Error(made.error.code);
  const authorization = { Authorization: `Bearer ${made.value}` };
  const get: Client["get"] = (path, headers) =>
    server.ask(`/api/v1${path}`, { headers: { ...authorization, ...headers } });
  const post: Client["post"] = (path, body, headers) =>
    server.ask(`/api/v1${path}`, {
      method: "POST",
      headers: { ...authorization, "Content-Type": "application/json", ...headers },
      body: typeof body === "string" || body instanceof Blob ? body : JSON.stringify(body),
    });
  return {
    person,
    token: made.value,
    get,
    post,
    command: (ref, command, headers) =>
      post(`/incidents/${ref}/commands`, command, { "Idempotency-Key": randomUUID(), ...headers }),
    async declare(title = "Access key published in a blog post") {
      const response = await post("/incidents", { title });
      return z.object({ ref: z.string() }).parse(await response.json()).ref;
    },
  };
}

const problemBody = z.looseObject({
  type: z.literal("about:blank"),
  status: z.int(),
  code: z.string(),
  title: z.string(),
  detail: z.string(),
});

/** The problem a response tells, with its form checked. */
export async function problemOf(response: Response): Promise<z.infer<typeof problemBody>> {
  if (response.headers.get("Content-Type") !== "application/problem+json") {
    throw new Error(`${response.status} is no problem+json: ${await response.text()}`);
  }
  const problem = problemBody.parse(await response.json());
  if (problem.status !== response.status) throw new Error("the status in the body is another one");
  return problem;
}

export async function bodyOf<S extends z.ZodType>(response: Response, schema: S): Promise<z.infer<S>> {
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return schema.parse(await response.json());
}
