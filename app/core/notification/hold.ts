import { type Bench, days } from "./counting.ts";
import { type Epoch, spelt } from "./epoch.ts";
import type { Hold } from "./facts.ts";
import { type KnownFacts, momentOf } from "./known-facts.ts";
import { type Line, line } from "./line.ts";
import type { Regime, Stage } from "./regime.ts";

/** What requests to wait do to one stage. A hold never deletes a duty. */
export interface Held {
  /** Someone has asked to wait, and that has not ended. */
  readonly active: boolean;
  /** The end of the last hold that was asked for in time. */
  readonly until: Epoch | undefined;
  readonly lines: readonly Line[];
}

/** `dueAt` is the limit without any hold. */
export function heldBy(
  regime: Regime,
  stage: Stage,
  known: KnownFacts,
  bench: Bench,
  dueAt: Epoch | undefined,
): Held {
  const kinds = stage.holds ?? regime.holds ?? [];
  let held: Held = { active: false, until: undefined, lines: [] };
  for (const hold of (known.facts.holds ?? []).filter((one) => one.regimeId === regime.id)) {
    held = kinds.includes(hold.kind)
      ? add(held, oneHold(hold, regime, known, bench, dueAt))
      : { ...held, lines: [...held.lines, line("hold-not-known", { kind: hold.kind })] };
  }
  return held;
}

function add(one: Held, other: Held): Held {
  const until =
    one.until === undefined || other.until === undefined
      ? (one.until ?? other.until)
      : Math.max(one.until, other.until);
  return { active: one.active || other.active, until, lines: [...one.lines, ...other.lines] };
}

function oneHold(
  hold: Hold,
  regime: Regime,
  { now }: KnownFacts,
  bench: Bench,
  dueAt: Epoch | undefined,
): Held {
  const statement = momentOf(hold.statementAt);
  const lines = [line("hold", { kind: hold.kind, at: spelt(statement), by: hold.by ?? "?" })];
  const stated = typeof hold.until === "string" ? momentOf(hold.until) : undefined;
  const cap = capOf(hold, regime, statement, bench);
  const end = stated === undefined || cap === undefined ? (stated ?? cap) : Math.min(stated, cap);
  if (end === undefined)
    return { active: true, until: undefined, lines: [...lines, line("hold-without-end")] };
  if (end === cap) lines.push(line("hold-capped", { days: regime["oral-hold-days"] ?? 0, at: spelt(end) }));
  const active = now === undefined || now < end;
  if (!active) lines.push(line("hold-ended", { at: spelt(end) }));
  // Asked for when it was late already: nothing is gained by it.
  if (dueAt !== undefined && dueAt < statement)
    return { active, until: undefined, lines: [...lines, line("hold-after-limit")] };
  return { active, until: end, lines };
}

/** An oral request runs out, where the law says when. */
function capOf(hold: Hold, regime: Regime, statement: Epoch, bench: Bench) {
  const most = regime["oral-hold-days"];
  return hold.kind === "law-enforcement-oral" && most !== undefined
    ? days(statement, most, bench).at
    : undefined;
}
