import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import type { Step } from "#app/core/playbook/run.ts";
import type { Role } from "#app/core/playbook/template.ts";
import type { StepId, UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import type { Severity } from "./command.ts";
import { type Incident, isLive, steps } from "./incident.ts";
import { openLimits } from "./limit.ts";

/**
 * What the next lead has to know, by the log alone: numbers of entries and ids of steps, in no language. Made from
 * the entries before the offer, so whoever replays them makes the same sheet and the same hash.
 */
export interface HandoverSheet {
  readonly from: UserId;
  readonly to: UserId;
  /** Entries it was made from. */
  readonly size: number;
  /** The handover before this one, or the declaration. */
  readonly since: number;
  readonly severity: Severity | null;
  readonly brief: string;
  readonly now: readonly { readonly step: StepId; readonly by: UserId; readonly since: Instant }[];
  readonly clocks: readonly { readonly step: StepId; readonly due: Instant }[];
  /** Decisions since then. */
  readonly decided: readonly { readonly step: StepId; readonly entry: number }[];
  readonly open: {
    readonly approvals: readonly number[];
    readonly blocked: readonly StepId[];
    /** To be looked at again, since something they relied on changed. */
    readonly flagged: readonly StepId[];
    /** Skipped since then: somebody may have to do them after all. */
    readonly skipped: readonly StepId[];
    /** Asked for by steps that could start, held by nobody. */
    readonly roles: readonly Role[];
  };
  /** Pressure and disagreement since then. */
  readonly voices: readonly number[];
  readonly ifThen: readonly string[];
}

interface Given {
  readonly from: UserId;
  readonly to: UserId;
  readonly brief: string;
  readonly ifThen: readonly string[];
}

const CLOCKS = 3;

/** `incident` is the state before the offer. */
export function handoverSheet(incident: Incident, { from, to, brief, ifThen }: Given): HandoverSheet {
  const since = incident.handedOver?.seq ?? 0;
  const live = [...steps(incident).values()].filter((step) => isLive(incident, step));
  const later = ({ seq }: { readonly seq: number }) => seq > since;
  return {
    from,
    to,
    size: incident.size,
    since,
    severity: incident.severity.value ?? null,
    brief,
    now: live.flatMap(({ id: step, status, record }) =>
      status === "in-progress" && record?.status === "in-progress"
        ? [{ step, by: record.by, since: record.since }]
        : [],
    ),
    clocks: openLimits(incident)
      .slice(0, CLOCKS)
      .map(({ stepId: step, due }) => ({ step, due })),
    decided: [...incident.decisions.values()]
      .filter(later)
      .sort((a, b) => a.seq - b.seq)
      .map(({ stepId: step, seq: entry }) => ({ step, entry })),
    open: {
      approvals: [...incident.approvals.values()]
        .filter(({ status }) => status === "waiting")
        .map(({ id }) => id),
      blocked: live.filter(({ status }) => status === "blocked").map(({ id }) => id),
      flagged: live.filter(({ id }) => incident.needsReview.has(id)).map(({ id }) => id),
      skipped: live.filter(({ record }) => record?.status === "skipped" && later(record)).map(({ id }) => id),
      roles: missing(incident, live),
    },
    voices: incident.voices.filter(later).map(({ seq }) => seq),
    ifThen,
  };
}

function missing(incident: Incident, live: readonly Step[]): readonly Role[] {
  const held = new Set([...incident.people.values()].flatMap(({ roles }) => roles ?? []));
  const asked = live
    .filter(({ status }) => status === "ready" || status === "failed-check")
    .map(({ template }) => template.roles)
    .filter((roles) => !roles.some((role) => held.has(role)))
    .flatMap((roles) => roles.slice(0, 1));
  return [...new Set(asked)];
}

/** SHA-256 of its canonical JSON (RFC 8785), in hex. */
export function sheetHash(sheet: HandoverSheet): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalize(sheet) ?? "")));
}
