import type { RouterContextProvider } from "react-router";
import { signedInContext } from "#app/features/frame/signed-in.server.ts";
import { currentPerson, type SignedIn } from "#app/server/auth/session.ts";
import { provide } from "#app/server/context.ts";
import type { Person } from "#app/server/store/rows.ts";
import { aSession, withCookie } from "./a-browser.ts";
import { HERE, ORIGIN, type TestServer } from "./a-server.ts";

// What a route's loader or action is given by the framework, without the framework.

/** What pages take from the framework, as far as ours look at it. */
export interface PageArgs<Params> {
  readonly request: Request;
  readonly url: URL;
  readonly params: Params;
  readonly context: Readonly<RouterContextProvider>;
  readonly pattern: string;
}

/** Asks for pages as this person, signed in. */
export async function aVisitor(server: TestServer, person: Person) {
  const signedIn = await signedInAs(server, person);
  return function visit<Params>(path: string, params: Params, init?: RequestInit): PageArgs<Params> {
    const { house, door } = server;
    const app = { house, door, origin: ORIGIN, clientDir: undefined, report: () => {} };
    const context = provide(app, { nonce: "", reference: "", peer: HERE });
    context.set(signedInContext, signedIn);
    return {
      request: new Request(ORIGIN + path, init),
      url: new URL(ORIGIN + path),
      params,
      context,
      pattern: "",
    };
  };
}

async function signedInAs(server: TestServer, person: Person): Promise<SignedIn> {
  const { cookie } = await aSession(server, person);
  const found = await currentPerson(server.door, withCookie(cookie));
  if (found === undefined) throw new Error("nobody is signed in");
  return found;
}
