import { epochOf, type Instant, secondsBetween } from "#app/core/shared/instant.ts";
import { meaningOf } from "./answers.ts";
import { COUNTERPARTS, type Counterpart } from "./counterparts.ts";
import type { Observation, Probe } from "./observation.ts";

// When a credential is dead. Whoever holds the observations, in a bundle too, comes to the same verdict.
//
//          sign of life                          sign of life
//   ────────────┬──────── refused, refused, refused ───┬────────
//               └────────── a stretch of silence ──────┘
//
// Invariants
// (1) Only what was seen after the last sign of life can prove death: each sign of life begins anew.
// (2) An answer that can have another cause than the credential's end proves nothing (answers.ts).
// (3) More of the same never makes it less dead, except a sign of life, a session or a state that says otherwise.

/** Changes with every change of what is written here or in answers.ts or counterparts.ts. */
const RULE = "credential-death-1";

const REFUSALS = 3;
const SAME_MINUTE = 60;
const MOST_SKEW = 60;

/** What a proof still lacks, in the order in which one goes about it. */
export type Condition =
  /** Nobody saw the leaked credential work: its refusal may be that of a typing error. */
  | "live-before"
  /** The provider, asked by id, does not show it as off or gone. */
  | "inactive-read-back"
  /** Fewer than three answers that only a dead credential gets. */
  | "three-refusals"
  /** No credential that is known to be good was accepted in the same minute. */
  | "control"
  /** The counterpart's clock was not read, or is more than a minute from ours. */
  | "clock"
  /** The refusals lie closer together than a change takes to reach every place. */
  | "window"
  /** Nobody looked at sessions, or some survive until nobody knows when. */
  | "sessions";

export type Verdict = {
  readonly rule: typeof RULE;
  /** Sessions that live on, and until when. */
  readonly residual: Instant | null;
} & (
  | {
      readonly word: "dead";
      /** The moment at which the last condition was met. */
      readonly provedAt: Instant;
    }
  | { readonly word: "came-back"; readonly at: Instant; readonly missing: readonly Condition[] }
  | {
      /** `confirmed`: the provider says it is off, which is not yet proof. */
      readonly word: "unknown" | "live" | "restricted" | "confirmed" | "unproved";
      readonly missing: readonly Condition[];
    }
);

/** Judges one credential. The order of the observations does not matter. */
export function judge(observations: readonly Observation[]): Verdict {
  const ordered = [...observations].sort((a, b) => epochOf(a.at) - epochOf(b.at) || rank(a) - rank(b));
  const stretches = split(ordered);
  const last = stretches.at(-1);
  if (last === undefined)
    return { rule: RULE, residual: null, word: "unknown", missing: missingIn([], false) };
  const wasSeenLive = stretches.some(({ life }) => life !== undefined && isAccepted(life));
  const missing = missingIn(last.after, wasSeenLive);
  const residual = residualOf(last.after);
  if (missing.length === 0) {
    return { rule: RULE, residual, word: "dead", provedAt: provedAt(last.after) };
  }
  if (last.life !== undefined && hadDied(stretches)) {
    return { rule: RULE, residual, word: "came-back", at: last.life.at, missing };
  }
  return { rule: RULE, residual, word: wordOf(last), missing };
}

interface Stretch {
  /** The sign of life it begins with; the first may begin with none. */
  readonly life: Observation | undefined;
  readonly after: readonly Observation[];
}

function split(ordered: readonly Observation[]): readonly Stretch[] {
  const stretches: { life: Observation | undefined; after: Observation[] }[] = [];
  for (const observation of ordered) {
    if (isLife(observation)) stretches.push({ life: observation, after: [] });
    else if (stretches.length === 0) stretches.push({ life: undefined, after: [observation] });
    else stretches.at(-1)?.after.push(observation);
  }
  return stretches;
}

/** At one and the same moment a sign of life comes last: what is doubtful is not dead. */
function rank(observation: Observation): number {
  return isLife(observation) ? 1 : 0;
}

function isLife(observation: Observation): boolean {
  return isAccepted(observation) || (observation.seen === "state" && observation.state === "active");
}

/** The credential itself was let in. */
function isAccepted(observation: Observation): boolean {
  return observation.seen === "use" || (observation.seen === "probe" && means(observation) === "alive");
}

function means({ from, answer }: { from: Counterpart; answer: Probe["answer"] }) {
  return meaningOf(from, answer);
}

function missingIn(after: readonly Observation[], wasSeenLive: boolean): readonly Condition[] {
  const refusals = after.filter(isRefusal);
  const controlled = refusals.filter((refusal) => hasControl(refusal, after));
  const timed = refusals.filter(hasTrueClock);
  const sound = controlled.filter(hasTrueClock);
  const wanted = Math.min(REFUSALS, refusals.length);
  const lacks = (condition: Condition, isMet: boolean) => (isMet ? [] : [condition]);
  return [
    ...lacks("live-before", wasSeenLive),
    ...lacks("inactive-read-back", isReadBackInactive(after)),
    ...lacks("three-refusals", refusals.length >= REFUSALS),
    ...lacks("control", controlled.length >= wanted && (timed.length < REFUSALS || sound.length >= wanted)),
    ...lacks("clock", timed.length >= wanted),
    ...lacks("window", refusals.length < REFUSALS || isSpanned(sound.length < REFUSALS ? refusals : sound)),
    ...lacks("sessions", areSessionsKnown(after)),
  ];
}

function isRefusal(observation: Observation): observation is Probe {
  return observation.seen === "probe" && means(observation) === "dead";
}

function hasControl(refusal: Probe, among: readonly Observation[]): boolean {
  return among.some(
    (other) =>
      other.seen === "control" &&
      other.from === refusal.from &&
      means(other) === "alive" &&
      Math.abs(secondsBetween(refusal.at, other.at)) <= SAME_MINUTE,
  );
}

function hasTrueClock({ skewSeconds }: Probe): boolean {
  return skewSeconds !== null && Math.abs(skewSeconds) <= MOST_SKEW;
}

/** Three refusals of one counterpart, the last at least a window after the first. */
function isSpanned(refusals: readonly Probe[]): boolean {
  return refusals.some(({ from }) => {
    const own = refusals.filter((refusal) => refusal.from === from);
    const [first] = own;
    const last = own.at(-1);
    if (first === undefined || last === undefined || own.length < REFUSALS) return false;
    return secondsBetween(first.at, last.at) >= COUNTERPARTS[from].windowSeconds;
  });
}

function isReadBackInactive(after: readonly Observation[]): boolean {
  const last = after.findLast((observation) => observation.seen === "state");
  return last?.state === "inactive" || last?.state === "gone";
}

function sessionsIn(after: readonly Observation[]) {
  return after.findLast((observation) => observation.seen === "sessions");
}

function areSessionsKnown(after: readonly Observation[]): boolean {
  const last = sessionsIn(after);
  return last !== undefined && (last.state !== "surviving" || last.until !== null);
}

function residualOf(after: readonly Observation[]): Instant | null {
  const last = sessionsIn(after);
  return last?.state === "surviving" ? last.until : null;
}

/** The end of the shortest beginning of a stretch that proves it. */
function provedAt(after: readonly Observation[]): Instant {
  const last = after.find((_, index) => missingIn(after.slice(0, index + 1), true).length === 0);
  if (last === undefined) throw new Error("a stretch that lacks nothing proves it with its last observation");
  return last.at;
}

/** Whether an earlier stretch, taken for itself, had proved death. */
function hadDied(stretches: readonly Stretch[]): boolean {
  let wasSeenLive = false;
  for (const { life, after } of stretches.slice(0, -1)) {
    wasSeenLive ||= life !== undefined && isAccepted(life);
    if (missingIn(after, wasSeenLive).length === 0) return true;
  }
  return false;
}

function wordOf({ life, after }: Stretch): "live" | "restricted" | "confirmed" | "unproved" {
  if (isReadBackInactive(after)) return "confirmed";
  const isRestricted = after.some(
    (observation) =>
      (observation.seen === "state" && observation.state === "restricted") ||
      (observation.seen === "probe" && means(observation) === "restricted"),
  );
  if (isRestricted) return "restricted";
  return life === undefined || after.some(isRefusal) ? "unproved" : "live";
}
