import type { Slot } from "#app/core/audit/slot.ts";
import type { AdHocStep, Decision, Item, Plan, Run, Step, StepRecord } from "#app/core/playbook/run.ts";
import { stepsOf } from "#app/core/playbook/standing.ts";
import type { Role } from "#app/core/playbook/template.ts";
import type { IncidentRef, ItemId, RunId, StepId, UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import type { Json } from "#app/core/shared/json.ts";
import type { Classification, ErasureGround, LinkKind, Severity } from "./command.ts";
import type { By, On } from "./entry.ts";

// An incident as its log tells it. Made by `evolve` alone; every part says which entry last changed it.

export interface Person {
  readonly id: UserId;
  readonly name: string | undefined;
  /** undefined: has acted here or is named, but is not on the team. */
  readonly roles: readonly Role[] | undefined;
  readonly lastAct: { readonly seq: number; readonly at: Instant } | undefined;
  /** Of someone who only watches: when their visit was recorded last. */
  readonly lastVisit: Instant | undefined;
  /** When they last asked for this incident while it was not shown to them. */
  readonly lastRefused: Instant | undefined;
  /** May no longer sign in. Their name stays on what they did. */
  readonly deactivated: boolean;
  readonly seq: number;
}

/** An administrator's wish to see a restricted incident whose team nobody reaches. */
export interface LetIn {
  readonly seq: number;
  readonly at: Instant;
  readonly by: UserId;
  readonly second: UserId | undefined;
  readonly because: string | undefined;
  /** The entry by which the second person let them in. */
  readonly done: number | undefined;
}

/** Of someone from outside. The link to it is the server's. */
export interface Invitation {
  readonly seq: number;
  readonly at: Instant;
  readonly by: UserId | undefined;
  readonly email: string | undefined;
  readonly roles: readonly Role[];
  readonly until: Instant | undefined;
  readonly status: "open" | "accepted" | "withdrawn";
}

export interface Evidence {
  readonly seq: number;
  readonly stepId: StepId | undefined;
  /** Which of the step's evidence rules it answers. */
  readonly key: string | undefined;
  readonly kind: "file" | "value" | "reference" | "statement";
  readonly value: string | undefined;
  readonly file: { readonly name: string; readonly type: string; readonly size: number } | undefined;
  readonly by: UserId | undefined;
  readonly at: Instant;
  readonly hidden: { readonly seq: number; readonly because: string | undefined } | undefined;
}

type ApprovalStatus = "waiting" | "approved" | "declined" | "void";

export interface Approval {
  /** The number of the entry that asked for it. */
  readonly id: number;
  readonly command: Json;
  readonly hash: string | undefined;
  readonly on: On;
  readonly by: By;
  readonly requestedBy: UserId;
  readonly at: Instant;
  readonly status: ApprovalStatus;
  readonly answer:
    | { readonly seq: number; readonly by: UserId | undefined; readonly text: string | undefined }
    | undefined;
  /** Nobody had answered, and others were asked too. */
  readonly further: readonly {
    readonly seq: number;
    readonly at: Instant;
    readonly people: readonly UserId[];
  }[];
}

export interface Handover {
  readonly seq: number;
  readonly at: Instant;
  readonly from: UserId;
  readonly to: UserId;
  readonly brief: string | undefined;
  readonly ifThen: readonly string[];
  readonly offDutyUntil: Instant | undefined;
  /** SHA-256 in hex; undefined where none was made. */
  readonly sheet: string | undefined;
}

export type Voice = { readonly seq: number; readonly at: Instant; readonly by: UserId | undefined } & (
  | {
      readonly kind: "pressure";
      readonly from: string | undefined;
      readonly authority: string | undefined;
      readonly words: string | undefined;
    }
  | {
      readonly kind: "dissent";
      /** The entry it disagrees with. */
      readonly about: number;
      readonly because: string | undefined;
    }
);

/** A screen that shows the incident to whoever holds its address. */
interface Wall {
  readonly seq: number;
  readonly by: UserId | undefined;
  readonly at: Instant;
  readonly until: Instant;
  readonly closed: number | undefined;
}

/** Ordered by two people; done once the values are gone. */
export interface Erasure {
  readonly seq: number;
  readonly at: Instant;
  readonly by: UserId | undefined;
  /** As the entries say it. */
  readonly orderedBy: By;
  readonly approvedBy: UserId | undefined;
  /** The number of the entry that approved it. */
  readonly approval: number | undefined;
  readonly on: On;
  readonly slots: readonly Slot[];
  readonly ground: ErasureGround | undefined;
  readonly because: string | undefined;
  readonly done:
    | {
        readonly seq: number;
        readonly at: Instant;
        /** Of values and files together. */
        readonly bytes: number | undefined;
        /** Where copies may lie that nobody can call back: codes. */
        readonly beyond: readonly string[];
      }
    | undefined;
}

interface BecameAware {
  readonly at: Instant;
  readonly source: string | undefined;
  readonly seq: number;
  readonly recordedAt: Instant;
  readonly by: UserId | undefined;
}

/** The earlier log that this one goes on from, since an older copy of the database was put back. */
interface Continued {
  /** The entry behind all that was carried over. */
  readonly seq: number;
  readonly at: Instant;
  /** Origin of the earlier log. */
  readonly earlier: string | undefined;
  readonly entries: number | undefined;
}

export interface Incident extends Plan {
  readonly ref: IncidentRef;
  readonly kind: "incident" | "drill";
  /** Entries so far; 0 before it is declared. */
  readonly size: number;
  readonly declaredAt: Instant | undefined;
  readonly lastAt: Instant | undefined;
  readonly title: { readonly value: string | undefined; readonly seq: number };
  readonly codename: {
    readonly value: string | undefined;
    readonly seq: number;
    readonly editedOnce: boolean;
  };
  readonly severity: { readonly value: Severity | undefined; readonly seq: number };
  readonly classification: { readonly value: readonly Classification[]; readonly seq: number };
  /** Newest first; the first one counts, the others are what it was before. */
  readonly becameAware: readonly BecameAware[];
  readonly closed:
    | { readonly seq: number; readonly at: Instant; readonly because: string | undefined }
    | undefined;
  /** Shown to nobody but the team. */
  readonly restricted:
    | { readonly seq: number; readonly at: Instant; readonly because: string | undefined }
    | undefined;
  /** Nothing is erased while it stands. */
  readonly hold:
    | {
        readonly seq: number;
        readonly at: Instant;
        readonly by: UserId | undefined;
        readonly because: string | undefined;
      }
    | undefined;
  /** By the number of the entry that ordered it. */
  readonly erasures: ReadonlyMap<number, Erasure>;
  /** Entries that lost something, each with the orders it was lost to. */
  readonly scars: ReadonlyMap<number, readonly number[]>;
  readonly people: ReadonlyMap<UserId, Person>;
  /** By the number of the entry that asked. */
  readonly letIns: ReadonlyMap<number, LetIn>;
  readonly invitations: ReadonlyMap<number, Invitation>;
  readonly runs: ReadonlyMap<RunId, Run>;
  readonly adHoc: ReadonlyMap<StepId, AdHocStep>;
  readonly records: ReadonlyMap<StepId, StepRecord>;
  readonly items: ReadonlyMap<ItemId, Item>;
  /** Collections someone has called complete, by the entry that said so. An item added later reopens one. */
  readonly closedCollections: ReadonlyMap<string, number>;
  readonly decisions: ReadonlyMap<StepId, Decision>;
  readonly satisfied: Plan["satisfied"];
  readonly evidence: ReadonlyMap<number, Evidence>;
  readonly approvals: ReadonlyMap<number, Approval>;
  /** Steps that relied on one that was undone, failed its check or was decided anew, with the entry that did it. */
  readonly needsReview: ReadonlyMap<StepId, number>;
  /** Offered and not taken yet. */
  readonly handover: Handover | undefined;
  /** The last one that was taken. */
  readonly handedOver:
    | {
        readonly seq: number;
        readonly at: Instant;
        readonly saysBack: string | undefined;
        readonly offer: Handover;
      }
    | undefined;
  /** Requests to hold back, and disagreement with what was decided. Nobody withdraws either. */
  readonly voices: readonly Voice[];
  readonly links: readonly {
    readonly ref: string;
    readonly seq: number;
    readonly as: LinkKind | undefined;
    readonly because: string | undefined;
  }[];
  /** By the hash of the secret in their address. */
  readonly walls: ReadonlyMap<string, Wall>;
  readonly continued: Continued | undefined;
}

export function emptyIncident(ref: IncidentRef, kind: Incident["kind"]): Incident {
  return {
    ref,
    kind,
    size: 0,
    declaredAt: undefined,
    lastAt: undefined,
    title: { value: undefined, seq: 0 },
    codename: { value: undefined, seq: 0, editedOnce: false },
    severity: { value: undefined, seq: 0 },
    classification: { value: [], seq: 0 },
    becameAware: [],
    closed: undefined,
    restricted: undefined,
    hold: undefined,
    erasures: new Map(),
    scars: new Map(),
    people: new Map(),
    letIns: new Map(),
    invitations: new Map(),
    runs: new Map(),
    adHoc: new Map(),
    records: new Map(),
    items: new Map(),
    closedCollections: new Map(),
    decisions: new Map(),
    satisfied: new Map(),
    evidence: new Map(),
    approvals: new Map(),
    needsReview: new Map(),
    handover: undefined,
    handedOver: undefined,
    voices: [],
    links: [],
    walls: new Map(),
    continued: undefined,
  };
}

type PlanParts = Pick<Plan, "runs" | "adHoc" | "items" | "decisions" | "satisfied">;
const derived = new WeakMap<Plan["records"], PlanParts & { readonly steps: ReadonlyMap<StepId, Step> }>();

/** The steps as they stand, in order. The same plan always gives the same map; notes do not make a new one. */
export function steps(incident: Incident): ReadonlyMap<StepId, Step> {
  const known = derived.get(incident.records);
  if (known !== undefined && samePlan(known, incident)) return known.steps;
  const { runs, adHoc, items, decisions, satisfied } = incident;
  const made = stepsOf(incident);
  derived.set(incident.records, { runs, adHoc, items, decisions, satisfied, steps: made });
  return made;
}

function samePlan(one: PlanParts, other: PlanParts): boolean {
  return (
    one.runs === other.runs &&
    one.adHoc === other.adHoc &&
    one.items === other.items &&
    one.decisions === other.decisions &&
    one.satisfied === other.satisfied
  );
}

/** A step of a running playbook, or the review of an act without approval: that one outlives its run. */
export function isLive(incident: Incident, step: Step): boolean {
  return incident.runs.get(step.run)?.ended === undefined || (step.adHoc && step.template.never_skip);
}

export function leadOf(incident: Incident): Person | undefined {
  for (const person of incident.people.values()) if (person.roles?.includes("lead")) return person;
  return undefined;
}

export function evidenceOf(incident: Incident, stepId: StepId): readonly Evidence[] {
  return [...incident.evidence.values()].filter((evidence) => evidence.stepId === stepId);
}
