import type { Instant } from "#app/core/shared/instant.ts";
import { countdownOf, type Obligation } from "./obligation.ts";

/** What a changed fact did to one duty. Undefined stands for a duty that was not there, or has no moment. */
export interface Moved {
  readonly regimeId: string;
  readonly stage: string;
  readonly place?: string;
  readonly status: {
    readonly from: Obligation["status"] | undefined;
    readonly to: Obligation["status"] | undefined;
  };
  /** What responders count down to. */
  readonly countdown: { readonly from: Instant | undefined; readonly to: Instant | undefined };
}

/** The duties that stand otherwise than before, in the order of now, then those that are gone. */
export function moved(before: readonly Obligation[], now: readonly Obligation[]): readonly Moved[] {
  const old = new Map(before.map((one) => [keyOf(one), one]));
  const current = new Set(now.map(keyOf));
  const changed = now.map((one) => between(old.get(keyOf(one)), one));
  const gone = before.filter((one) => !current.has(keyOf(one))).map((one) => between(one, undefined));
  return [...changed, ...gone].flatMap((one) => one ?? []);
}

function between(from: Obligation | undefined, to: Obligation | undefined): Moved | undefined {
  const either = to ?? from;
  if (either === undefined) return undefined;
  const status = { from: from?.status, to: to?.status };
  const countdown = { from: from && countdownOf(from), to: to && countdownOf(to) };
  if (status.from === status.to && countdown.from === countdown.to) return undefined;
  const { regimeId, stage, place } = either;
  return { regimeId, stage, ...(place === undefined ? {} : { place }), status, countdown };
}

function keyOf({ regimeId, stage, place = "" }: Obligation): string {
  return `${regimeId}:${stage}:${place}`;
}
