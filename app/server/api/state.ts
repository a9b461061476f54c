import { z } from "zod";
import { requestOf } from "#app/core/incident/approval.ts";
import { CLASSIFICATIONS, SEVERITIES } from "#app/core/incident/command.ts";
import { type Incident, steps } from "#app/core/incident/incident.ts";
import { type Limit, limitState, openLimits } from "#app/core/incident/limit.ts";
import { ERASED } from "#app/core/incident/words.ts";
import type { Step } from "#app/core/playbook/run.ts";
import { ROLES } from "#app/core/playbook/template.ts";
import type { Instant } from "#app/core/shared/instant.ts";

// An incident as programs read it. Words are kebab-case; `null` is "known to be none".

const instant = z.iso.datetime();
const seq = z.int().min(0);

const run = z.strictObject({
  id: z.string(),
  playbook: z.strictObject({ id: z.string(), version: z.string(), hash: z.string(), title: z.string() }),
  startedAt: instant,
  ended: z.boolean(),
});

const step = z.strictObject({
  id: z.string(),
  run: z.string(),
  number: z.int(),
  phase: z.string(),
  track: z.string(),
  title: z.string(),
  status: z.enum([
    "todo",
    "ready",
    "in-progress",
    "blocked",
    "awaiting-approval",
    "done",
    "skipped",
    "not-taken",
    "failed-check",
  ]),
  optional: z.boolean(),
  neverSkip: z.boolean(),
  fourEyes: z.boolean(),
  roles: z.array(z.enum(ROLES)),
  /** Who is on it, or did it. */
  by: z.string().nullable(),
  item: z.strictObject({ id: z.string(), label: z.string() }).nullable(),
  waitsFor: z.array(z.string()),
  /** The collection whose first item is missing. */
  needsItem: z.string().nullable(),
  needsReview: z.boolean(),
  decision: z.strictObject({ option: z.string().nullable(), label: z.string().nullable(), seq }).nullable(),
  options: z.array(z.string()),
  evidence: z.array(
    z.strictObject({ key: z.string(), kind: z.string(), required: z.boolean(), minCount: z.int() }),
  ),
  fields: z.array(z.strictObject({ key: z.string(), required: z.boolean() })),
});

const clock = z.strictObject({
  stepId: z.string(),
  title: z.string(),
  from: instant,
  due: instant,
  state: z.enum(["running", "due-soon", "overdue"]),
  /** `t0-missing`: counted from the run's start, because nobody has said yet when you became aware. */
  basis: z.enum(["anchor", "t0-missing", "review"]),
  optional: z.boolean(),
});

const approval = z.strictObject({
  id: seq,
  on: z.strictObject({ t: z.string(), id: z.string() }),
  command: z.looseObject({ kind: z.string() }).nullable(),
  /** What `approve` has to name; null when it was erased or is hidden from your role. */
  hash: z.string().nullable(),
  requestedBy: z.string(),
  at: instant,
  status: z.enum(["waiting", "approved", "declined", "void"]),
});

export const incidentState = z.strictObject({
  ref: z.string(),
  kind: z.enum(["incident", "drill"]),
  codename: z.string(),
  title: z.string(),
  severity: z.enum(SEVERITIES).nullable(),
  classification: z.array(z.enum(CLASSIFICATIONS)),
  declaredAt: instant.nullable(),
  becameAwareAt: instant.nullable(),
  closedAt: instant.nullable(),
  /** Shown to its team alone. */
  restricted: z.boolean(),
  size: z.int(),
  runs: z.array(run),
  steps: z.array(step),
  clocks: z.array(clock),
  credentials: z.array(z.never()),
  people: z.array(
    z.strictObject({ id: z.string(), name: z.string(), roles: z.array(z.enum(ROLES)).nullable() }),
  ),
  items: z.array(z.strictObject({ id: z.string(), collection: z.string(), label: z.string() })),
  approvals: z.array(approval),
});

export type IncidentState = z.infer<typeof incidentState>;

/** The words of `withheld` entries are left out. */
export function stateOf(incident: Incident, at: Instant, withheld: ReadonlySet<number>): IncidentState {
  return {
    ref: incident.ref,
    kind: incident.kind,
    codename: incident.codename.value ?? ERASED,
    title: incident.title.value ?? ERASED,
    severity: incident.severity.value ?? null,
    classification: [...incident.classification.value],
    declaredAt: incident.declaredAt ?? null,
    becameAwareAt: incident.becameAware[0]?.at ?? null,
    closedAt: incident.closed?.at ?? null,
    restricted: incident.restricted !== undefined,
    size: incident.size,
    runs: [...incident.runs.values()].map(({ id, playbook: { hash, template }, startedAt, ended }) => ({
      id,
      playbook: { id: template.id, version: template.version, hash, title: template.title },
      startedAt,
      ended: ended !== undefined,
    })),
    steps: [...steps(incident).values()].map((one) => stepOf(incident, one)),
    clocks: openLimits(incident).map((limit) => clockOf(limit, at)),
    credentials: [],
    people: [...incident.people.values()].map(({ id, name, roles }) => ({
      id,
      name: name ?? ERASED,
      roles: roles === undefined ? null : [...roles],
    })),
    items: [...incident.items.values()].map(({ id, collection, label }) => ({ id, collection, label })),
    approvals: approvalsOf(incident, withheld),
  };
}

function stepOf(incident: Incident, one: Step): IncidentState["steps"][number] {
  const { template, record, decision, item } = one;
  return {
    id: one.id,
    run: one.run,
    number: one.number,
    phase: template.phase,
    track: template.track,
    title: one.title,
    status: one.status,
    optional: template.optional,
    neverSkip: template.never_skip,
    fourEyes: template.four_eyes,
    roles: template.roles,
    by: record !== undefined && "by" in record ? (record.by ?? null) : null,
    item: item === undefined ? null : { id: item.id, label: item.label },
    waitsFor: [...one.waitsFor],
    needsItem: one.needsItem ?? null,
    needsReview: incident.needsReview.has(one.id),
    decision:
      decision === undefined
        ? null
        : { option: decision.option ?? null, label: decision.label ?? null, seq: decision.seq },
    options: template.decision?.options.map((option) => option.value) ?? [],
    evidence: template.evidence.map(({ key, kind, required, min_count }) => ({
      key,
      kind,
      required,
      minCount: min_count,
    })),
    fields: template.fields.map(({ key, required }) => ({ key, required })),
  };
}

function clockOf({ stepId, title, from, due, basis, optional }: Limit, at: Instant) {
  return { stepId, title, from, due, state: limitState({ from, due }, at), basis, optional };
}

function approvalsOf(incident: Incident, withheld: ReadonlySet<number>): IncidentState["approvals"] {
  return [...incident.approvals.values()].map((one) => {
    const request = requestOf(incident, one);
    const isWithheld = withheld.has(one.id);
    return {
      id: one.id,
      on: { t: one.on.t, id: one.on.id },
      command: isWithheld ? null : (request.command ?? null),
      hash: isWithheld ? null : (one.hash ?? null),
      requestedBy: one.requestedBy,
      at: one.at,
      status: request.void ? "void" : one.status,
    };
  });
}
