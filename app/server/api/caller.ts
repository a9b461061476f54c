import type { Actor } from "#app/core/incident/context.ts";
import { bearerOf, personWithToken } from "../auth/bearer.ts";
import type { Door } from "../auth/door.ts";
import { actorOf, currentPerson } from "../auth/session.ts";
import type { Problem } from "./problem.ts";

/**
 * Who sends this request: the person of its bearer token, else of its cookie. A request that carries an
 * Authorization header is never answered by its cookie: it was let past the check of its origin because of it.
 */
export async function callerOf(door: Door, request: Request): Promise<Actor | Problem> {
  if (request.headers.has("Authorization")) {
    const token = bearerOf(request);
    const actor = token === undefined ? undefined : await personWithToken(door, token);
    return (
      actor ??
      nobody(
        "This token is not valid: it is mistyped, expired or revoked. Make another one.",
        "invalid_token",
      )
    );
  }
  const signedIn = await currentPerson(door, request);
  if (signedIn !== undefined) return actorOf(signedIn, door.now());
  return nobody("Send Authorization: Bearer and a token, made with: sangfroid token create");
}

function nobody(detail: string, error?: string): Problem {
  return {
    status: 401,
    code: "not-signed-in",
    title: "Who is asking?",
    detail,
    headers: { "WWW-Authenticate": error === undefined ? "Bearer" : `Bearer error="${error}"` },
  };
}
