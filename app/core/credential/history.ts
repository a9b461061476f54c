import { type Instant, secondsBetween } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { Observation } from "./observation.ts";
import { judge, type Verdict } from "./proof.ts";

// The life of one leaked credential, from the find to the day nothing depends on it any more.
//
//   found → owner known → usage preserved → revoke asked → confirmed → sessions ended → refused → dead → replaced → closed
//             beside it: restricted · cannot-test · came-back (a sign of life, also after closing: it is open again)
//
// Invariants
// (1) What is seen is kept as it was seen; where it stands is computed, by the rule that the verdict names.
// (2) What a person states never proves: `judge` is asked with what connectors saw.
// (3) A credential that is not dead, or whose replacement is not live everywhere, closes only for a stated reason.

/** What happens to a credential. Each fits an entry of the incident's log. */
export type CredentialEvent =
  | { readonly act: "owner-named"; readonly at: Instant; readonly owner: string }
  | { readonly act: "usage-preserved"; readonly at: Instant; readonly evidence: readonly number[] }
  | { readonly act: "revocation-asked"; readonly at: Instant; readonly how: "connector" | "by-hand" }
  | {
      readonly act: "revocation-answered";
      readonly at: Instant;
      /** `unknown`: nobody knows whether it was applied. It is read back, never repeated blindly. */
      readonly outcome: "applied" | "refused" | "unknown";
    }
  | {
      readonly act: "observed";
      readonly observation: Observation;
      /** `proved` by a connector, `stated` by a person. */
      readonly basis: "proved" | "stated";
    }
  | { readonly act: "test-ruled-out"; readonly at: Instant; readonly because: string }
  | { readonly act: "consumer-named"; readonly at: Instant; readonly consumer: string }
  | { readonly act: "replacement-live"; readonly at: Instant; readonly consumer: string }
  | { readonly act: "closed"; readonly at: Instant; readonly because: string | null };

/** What is known of a credential when it is found: no secret among it. */
export interface Found {
  readonly kind: string;
  readonly provider: string;
  readonly masked: string;
  /** Null for what a person chose, such as a password. */
  readonly fingerprint: string | null;
  readonly foundAt: Instant;
  /** When it came into the open, if known: the headline counts from here. */
  readonly exposedAt: Instant | null;
}

export interface Credential extends Found {
  readonly events: readonly CredentialEvent[];
}

type Stage =
  | "found"
  | "owner-known"
  | "usage-preserved"
  | "revoke-asked"
  | "restricted"
  | "cannot-test"
  | "confirmed"
  | "sessions-ended"
  | "refused"
  | "dead"
  | "replaced"
  | "came-back"
  | "closed";

export interface Standing {
  readonly stage: Stage;
  readonly verdict: Verdict;
  /** What people state would prove it dead, if it were seen by a connector. */
  readonly isStatedDead: boolean;
  /** Asked, and nobody knows whether it was applied. */
  readonly isUnanswered: boolean;
  /** Who uses it and has no live replacement yet. */
  readonly waitingConsumers: readonly string[];
}

export function found(what: Found): Credential {
  return { ...what, events: [] };
}

export function withEvent(credential: Credential, event: CredentialEvent): Credential {
  return { ...credential, events: [...credential.events, event] };
}

export function standing({ events }: Credential): Standing {
  const verdict = judge(observed(events, ["proved"]));
  const waitingConsumers = waiting(events);
  return {
    stage: stageOf(events, verdict, waitingConsumers),
    verdict,
    isStatedDead: verdict.word !== "dead" && judge(observed(events, ["proved", "stated"])).word === "dead",
    isUnanswered: answerTo(events) === "unknown",
    waitingConsumers,
  };
}

type CloseRefusal =
  | { readonly code: "not-dead"; readonly missing: Extract<Verdict, { missing: unknown }>["missing"] }
  | { readonly code: "not-replaced"; readonly consumers: readonly string[] };

/** Whether it may be closed without a reason: dead, and replaced wherever it was used. "Rotated" alone is neither. */
export function mayClose(credential: Credential): Result<null, CloseRefusal> {
  const { verdict, waitingConsumers } = standing(credential);
  if (verdict.word !== "dead") return no({ code: "not-dead", missing: verdict.missing });
  return waitingConsumers.length > 0 ? no({ code: "not-replaced", consumers: waitingConsumers }) : ok(null);
}

/** Steps of the playbook that what was seen completes for this item of `leaked_keys`. */
export function stepsProved(credential: Credential): readonly ("key.off" | "key.dead" | "sess.cut")[] {
  const { word } = standing(credential).verdict;
  const sessions = lastOf(observed(credential.events, ["proved"]), "sessions");
  return [
    ...(word === "confirmed" || word === "dead" ? (["key.off"] as const) : []),
    ...(word === "dead" ? (["key.dead"] as const) : []),
    ...(word !== "came-back" && sessions !== undefined && sessions.state !== "surviving"
      ? (["sess.cut"] as const)
      : []),
  ];
}

/** The headline: seconds from exposure, or from the find where that is not known, until it was proved dead. */
export function exposureToDead(credential: Credential): number | null {
  const { verdict } = standing(credential);
  if (verdict.word !== "dead") return null;
  return secondsBetween(credential.exposedAt ?? credential.foundAt, verdict.provedAt);
}

function stageOf(events: readonly CredentialEvent[], verdict: Verdict, consumers: readonly string[]): Stage {
  const has = (act: CredentialEvent["act"]) => events.some((event) => event.act === act);
  if (verdict.word === "came-back") return "came-back";
  if (has("closed") && !isReopened(events)) return "closed";
  if (verdict.word === "dead") {
    return has("consumer-named") && consumers.length === 0 ? "replaced" : "dead";
  }
  const seen = observed(events, ["proved"]);
  if (verdict.word === "confirmed") {
    if (!verdict.missing.includes("three-refusals")) return "refused";
    if (!verdict.missing.includes("sessions")) return "sessions-ended";
    return has("test-ruled-out") ? "cannot-test" : "confirmed";
  }
  if (verdict.word === "restricted") return "restricted";
  if (has("test-ruled-out") && lastOf(seen, "probe") === undefined) return "cannot-test";
  if (has("revocation-asked")) return "revoke-asked";
  if (has("usage-preserved")) return "usage-preserved";
  return has("owner-named") ? "owner-known" : "found";
}

/** A sign of life that is seen after closing opens it again, also where it was closed for a reason without proof. */
function isReopened(events: readonly CredentialEvent[]): boolean {
  const closed = events.findLastIndex(({ act }) => act === "closed");
  const since = observed(events.slice(closed + 1), ["proved", "stated"]);
  return since.length > 0 && judge(since).word === "live";
}

function observed(
  events: readonly CredentialEvent[],
  bases: readonly ("proved" | "stated")[],
): readonly Observation[] {
  return events.flatMap((event) =>
    event.act === "observed" && bases.includes(event.basis) ? [event.observation] : [],
  );
}

function lastOf<S extends Observation["seen"]>(observations: readonly Observation[], seen: S) {
  return observations.findLast((one): one is Extract<Observation, { seen: S }> => one.seen === seen);
}

function answerTo(events: readonly CredentialEvent[]): "applied" | "refused" | "unknown" | undefined {
  const asked = events.findLastIndex(({ act }) => act === "revocation-asked");
  if (asked === -1) return undefined;
  const answer = events.slice(asked).findLast((event) => event.act === "revocation-answered");
  return answer?.outcome ?? "unknown";
}

function waiting(events: readonly CredentialEvent[]): readonly string[] {
  const live = new Set(events.flatMap((event) => (event.act === "replacement-live" ? [event.consumer] : [])));
  const named = new Set(events.flatMap((event) => (event.act === "consumer-named" ? [event.consumer] : [])));
  return [...named].filter((consumer) => !live.has(consumer));
}
