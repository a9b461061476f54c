import { randomUUID } from "node:crypto";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import { type BenchServer, quantile } from "./bench-server.ts";

// Pages as a browser without JavaScript gets them: signed in, over a socket, rendered whole, one after the other.

export interface PagesBench {
  /** Milliseconds from request to the last byte of the page, 95 of 100 are faster. */
  readonly boardP95: number;
  readonly roomP95: number;
  /** From sending the form "I'm on it" to the answer that it is recorded. */
  readonly actP95: number;
  /** The first page of what is found, of everything at once in the worst case. */
  readonly searchP95: number;
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

const ROUNDS = 200;

/** Each room is one that nobody has opened before. */
export async function benchPages(
  server: BenchServer,
  person: Credentials,
  refs: readonly IncidentRef[],
  stepId: string,
): Promise<PagesBench> {
  const visitor = await signedIn(server.address, person);
  const times = { board: [] as number[], room: [] as number[], act: [] as number[], search: [] as number[] };
  for (const [round, ref] of spread(refs).entries()) {
    times.board.push(await timed(() => visitor.page("/incidents")));
    times.room.push(await timed(() => visitor.page(`/i/${ref}`)));
    const words = encodeURIComponent(searchedWords(refs, round));
    times.search.push(await timed(() => visitor.page(`/search?q=${words}`)));
    const form = { kind: "claim-step", stepId, form: "claim", request: randomUUID() };
    times.act.push(await timed(() => visitor.post(`/i/${ref}/steps/${stepId}`, form)));
  }
  return {
    boardP95: p95(times.board),
    roomP95: p95(times.room),
    actP95: p95(times.act),
    searchP95: p95(times.search),
  };
}

/** One incident alone; a phrase and a begun word that each has; a step of each; a word that each has several times. */
export function searchedWords(refs: readonly IncidentRef[], round: number): string {
  const ref = refs[(round * 7919) % refs.length] ?? "";
  return [ref, "switched off 17", "deactivate", "key tri"][round % 4] ?? ref;
}

function spread(refs: readonly IncidentRef[]): readonly IncidentRef[] {
  const stride = Math.max(1, Math.floor(refs.length / ROUNDS));
  return refs.filter((_, place) => place % stride === 0).slice(0, ROUNDS);
}

async function signedIn(address: string, person: Credentials) {
  const post = (path: string, fields: Record<string, string>, cookie: string): Promise<Response> =>
    fetch(`${address}${path}`, {
      method: "POST",
      headers: { cookie, origin: address, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
      redirect: "manual",
    });
  const answer = await post("/signin", { form: "sign-in", ...person }, "");
  const cookie = answer.headers.get("set-cookie")?.split(";")[0];
  if (cookie === undefined) throw new Error(`signing in was answered ${answer.status} and no cookie`);
  return {
    async page(path: string): Promise<string> {
      const page = await fetch(`${address}${path}`, { headers: { cookie } });
      if (page.status !== 200) throw new Error(`${path} was answered ${page.status}`);
      return page.text();
    },
    async post(path: string, fields: Record<string, string>): Promise<void> {
      const recorded = await post(path, fields, cookie);
      await recorded.arrayBuffer();
      if (recorded.status !== 303) throw new Error(`posting to ${path} was answered ${recorded.status}`);
    },
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function p95(times: number[]): number {
  return quantile(
    times.sort((a, b) => a - b),
    0.95,
  );
}
