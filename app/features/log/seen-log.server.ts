import { data, type RouterContextProvider } from "react-router";
import { parseDecimal } from "#app/core/audit/origin.ts";
import { formatVkey, vkeyFor } from "#app/core/audit/vkey.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import type { House } from "#app/server/house.server.ts";
import { NothingSigned } from "#app/server/log/failures.ts";
import { logFor, type ReadableLog } from "#app/server/queries/log-for.ts";
import { refIn } from "../act/act.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";

/** A log someone may read, without replaying it: a log that does not verify can be looked at too. */
export interface SeenLog extends ReadableLog {
  readonly house: House;
  readonly ref: IncidentRef;
}

type Params = { readonly ref?: string | undefined };

/** The log of the incident in the address. One that is unknown and one that is not shown are 404 alike. */
export async function seenLog(context: Readonly<RouterContextProvider>, params: Params): Promise<SeenLog> {
  const { house } = context.get(appContext);
  const ref = refIn(params);
  const log = found(await logFor(house, actorOf(context.get(signedInContext)), ref));
  return { house, ref, ...log };
}

/** 404 for what is not there. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw data(null, { status: 404 });
  return value;
}

/** What is signed; 404 when there is nothing, 503 with the way out while nothing may be signed. */
export async function signed<T>(work: Promise<T | undefined>): Promise<T> {
  try {
    return found(await work);
  } catch (cause) {
    if (!(cause instanceof NothingSigned)) throw cause;
    const headers = { "Content-Type": "text/plain; charset=utf-8" };
    throw new Response(`${cause.message}\n`, { status: 503, headers });
  }
}

/** A number in the address; 404 when it is none. */
export function numberFrom(text: string | null | undefined): number {
  return found(parseDecimal(text ?? ""));
}

/** The key that checks what is signed under this name. */
export function vkeyOf(house: House, origin: string): string {
  return formatVkey(vkeyFor(origin, house.key.publicKey));
}
