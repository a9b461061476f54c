import type { Item, Run, StepRecord } from "#app/core/playbook/run.ts";
import type { Library } from "#app/core/playbook/template.ts";
import { type ItemId, isUserId, type RunId, type StepId, type UserId } from "#app/core/shared/ids.ts";
import { dependantsOf } from "./dependants.ts";
import { type Act, type Entry, type FieldsOf, fieldsOf, isAct } from "./entry.ts";
import type { Evidence, Incident, Person } from "./incident.ts";

// Entries become state here and nowhere else.
// Invariants
// (1) evolve(state, entry) depends on its arguments alone; replaying a log gives the same state every time.
// (2) Every field of every entry may be absent; the state then says so by `undefined`, and still stands.
// (3) An act this version does not know changes nothing but the size.

type Evolve<A extends Act> = (
  incident: Incident,
  entry: Entry,
  fields: Partial<FieldsOf<A>>,
  library: Library,
) => Partial<Incident>;

/** `entry.seq` must be `incident.size`. */
export function evolve(incident: Incident, entry: Entry, library: Library): Incident {
  if (entry.seq !== incident.size) throw new Error(`entry #${entry.seq} follows ${incident.size} entries`);
  const change = isAct(entry.act) ? apply(entry.act, incident, entry, library) : {};
  const people = lastAct(change.people ?? incident.people, entry);
  return { ...incident, ...change, people, size: entry.seq + 1, lastAt: entry.at };
}

export function replay(incident: Incident, entries: Iterable<Entry>, library: Library): Incident {
  let state = incident;
  for (const entry of entries) state = evolve(state, entry, library);
  return state;
}

function apply<A extends Act>(act: A, incident: Incident, entry: Entry, library: Library): Partial<Incident> {
  const change: Evolve<A> = CHANGES[act];
  return change(incident, entry, fieldsOf(act, entry), library);
}

const CHANGES: { readonly [A in Act]: Evolve<A> } = {
  "incident-declared": (_, entry, f) => ({
    declaredAt: entry.at,
    title: { value: f.title, seq: entry.seq },
    codename: { value: f.codename, seq: entry.seq, editedOnce: false },
  }),
  "person-named": (incident, entry, f) =>
    person(incident, entry.on.id, (known) => ({ ...known, name: f.name })),
  "clock-stepped": nothing,
  "title-set": (_, entry, f) => ({ title: { value: f.title, seq: entry.seq } }),
  "codename-set": (_, entry, f) => ({ codename: { value: f.codename, seq: entry.seq, editedOnce: true } }),
  "became-aware-set": (incident, entry, f) => becameAware(incident, entry, f),
  "severity-set": (_, entry, f) => ({ severity: { value: f.severity ?? undefined, seq: entry.seq } }),
  classified: (_, entry, f) => ({ classification: { value: f.classification ?? [], seq: entry.seq } }),
  "playbook-started": (incident, entry, f, library) => runStarted(incident, entry, f, library),
  "run-rebased": (incident, entry, f, library) => runRebased(incident, entry, f, library),
  "run-ended": (incident, entry, f) =>
    run(incident, entry.on.id, (known) => ({ ...known, ended: { seq: entry.seq, because: f.because } })),
  "item-added": (incident, entry, f) => itemAdded(incident, entry, f),
  "collection-closed": (incident, entry) => ({
    closedCollections: new Map(incident.closedCollections).set(entry.on.id, entry.seq),
  }),
  "step-added": (incident, entry, f) => ({
    adHoc: new Map(incident.adHoc).set(stepId(entry), {
      id: stepId(entry),
      run: runId(f.run ?? "r1"),
      phase: f.phase ?? "P0",
      track: f.track ?? "",
      title: f.title ?? "[erased]",
      why: f.why ?? "[erased]",
      doneWhen: f.doneWhen ?? "[erased]",
      roles: f.roles ?? [],
      targetSeconds: f.targetMinutes === undefined ? undefined : f.targetMinutes * 60,
      neverSkip: false,
      at: entry.at,
      seq: entry.seq,
    }),
  }),
  "step-claimed": (incident, entry, f) => {
    const by = actor(entry);
    if (by === undefined) return {};
    const start = f.startedAt === undefined ? {} : { claimedStart: f.startedAt };
    return record(incident, entry, { status: "in-progress", seq: entry.seq, by, since: entry.at, ...start });
  },
  "step-released": (incident, entry) => record(incident, entry, { status: "open", seq: entry.seq }),
  "step-reassigned": (incident, entry, f) =>
    f.to === undefined
      ? record(incident, entry, { status: "open", seq: entry.seq })
      : record(incident, entry, { status: "in-progress", seq: entry.seq, by: f.to, since: entry.at }),
  "step-completed": (incident, entry, f) => stepCompleted(incident, entry, f),
  "step-skipped": (incident, entry, f) =>
    settled(incident, entry, {
      status: "skipped",
      seq: entry.seq,
      by: actor(entry),
      at: entry.at,
      reasonCode: f.reasonCode,
      reason: f.reason,
    }),
  "step-blocked": (incident, entry, f) =>
    record(incident, entry, {
      status: "blocked",
      seq: entry.seq,
      by: actor(entry),
      reason: f.reason,
      needs: f.needs,
      asked: f.asked,
      until: f.until,
    }),
  "step-unblocked": (incident, entry) => record(incident, entry, { status: "open", seq: entry.seq }),
  "step-undone": (incident, entry) => {
    const decisions = new Map(incident.decisions);
    const change = decisions.delete(stepId(entry)) ? { decisions } : {};
    return { ...reopened(incident, entry, { status: "open", seq: entry.seq }), ...change };
  },
  "check-failed": (incident, entry, f) =>
    reopened(incident, entry, { status: "open", seq: entry.seq, failedCheck: f.because ?? "[erased]" }),
  decided: (incident, entry, f) => decided(incident, entry, f),
  dissented: nothing,
  "evidence-added": (incident, entry, f) => evidenceAdded(incident, entry, f),
  "evidence-hidden": (incident, entry, f) => evidenceHidden(incident, entry, f.because),
  "note-added": nothing,
  "pressure-logged": nothing,
  "entry-corrected": nothing,
  "person-joined": (incident, entry, f) =>
    person(incident, entry.on.id, (known) => ({ ...known, roles: f.roles ?? [], seq: entry.seq })),
  "roles-set": (incident, entry, f) =>
    person(incident, entry.on.id, (known) => ({ ...known, roles: f.roles ?? [], seq: entry.seq })),
  "handover-offered": (incident, entry, f) => {
    const from = actor(entry);
    if (from === undefined || !isUserId(entry.on.id)) return {};
    return { handover: { seq: entry.seq, from, to: entry.on.id, brief: f.brief }, people: incident.people };
  },
  "handover-accepted": (incident) => handoverAccepted(incident),
  "approval-requested": (incident, entry, f) => approvalRequested(incident, entry, f),
  approved: (incident, entry, f) => answered(incident, entry, "approved", f.note),
  declined: (incident, entry, f) => answered(incident, entry, "declined", f.because),
  "incident-linked": (incident, entry) => ({
    links: [...incident.links, { ref: entry.on.id, seq: entry.seq }],
  }),
  "incident-closed": (_, entry, f) => ({ closed: { seq: entry.seq, at: entry.at, because: f.because } }),
  "incident-reopened": () => ({ closed: undefined }),
};

/** Said in the log and looked up there; the state of the incident does not depend on it. */
function nothing(): Partial<Incident> {
  return {};
}

function becameAware(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"became-aware-set">>,
): Partial<Incident> {
  if (f.becameAwareAt === undefined) return {};
  const by = actor(entry);
  const fact = { at: f.becameAwareAt, source: f.source, seq: entry.seq, recordedAt: entry.at, by };
  return {
    becameAware: [fact, ...incident.becameAware],
    satisfied: new Map(incident.satisfied).set("became-aware-set", { seq: entry.seq, at: entry.at, by }),
  };
}

function runStarted(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"playbook-started">>,
  library: Library,
): Partial<Incident> {
  const playbook = f.playbook === undefined ? undefined : library.byHash(f.playbook.hash);
  if (playbook === undefined) return {};
  const started: Run = {
    id: runId(entry.on.id),
    playbook,
    startedAt: entry.at,
    startedBy: actor(entry),
    seq: entry.seq,
    ended: undefined,
    retired: [],
  };
  return { runs: new Map(incident.runs).set(started.id, started) };
}

function runRebased(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"run-rebased">>,
  library: Library,
): Partial<Incident> {
  const playbook = f.playbook === undefined ? undefined : library.byHash(f.playbook.hash);
  if (playbook === undefined) return {};
  return run(incident, entry.on.id, (known) => {
    const kept = new Set(playbook.template.steps.map((step) => step.key));
    const gone = [...known.retired, ...known.playbook.template.steps].filter((step) => !kept.has(step.key));
    return { ...known, playbook, retired: gone };
  });
}

function itemAdded(incident: Incident, entry: Entry, f: Partial<FieldsOf<"item-added">>): Partial<Incident> {
  const item: Item = {
    id: entry.on.id as ItemId, // the log's own numbering, checked when it was appended
    collection: f.collection ?? "",
    label: f.label ?? "[erased]",
    at: entry.at,
    seq: entry.seq,
  };
  const closedCollections = new Map(incident.closedCollections);
  closedCollections.delete(item.collection);
  return { items: new Map(incident.items).set(item.id, item), closedCollections };
}

function stepCompleted(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"step-completed">>,
): Partial<Incident> {
  const change = settled(incident, entry, {
    status: "done",
    seq: entry.seq,
    by: actor(entry),
    at: entry.at,
    doneAt: f.doneAt,
    outcome: f.outcome,
    fields: f.fields ?? {},
    breakGlass: f.breakGlass !== undefined,
  });
  if (f.breakGlass === undefined) return change;
  return {
    ...change,
    adHoc: new Map(incident.adHoc).set(reviewId(entry), breakGlassReview(incident, entry)),
  };
}

const REVIEW_SECONDS = 24 * 3600;

function breakGlassReview(incident: Incident, entry: Entry) {
  const run = [...incident.runs.values()].find((candidate) => entry.on.id.startsWith(`${candidate.id}.`));
  const step = run?.playbook.template.steps.find((candidate) =>
    entry.on.id.startsWith(`${run.id}.${candidate.key}`),
  );
  return {
    id: reviewId(entry),
    run: run?.id ?? runId("r1"),
    phase: step?.phase ?? "P0",
    track: step?.track ?? "",
    title: `Review the act without approval, #${entry.seq}`,
    why: "Someone acted alone because minutes mattered. A second person now says whether that was right.",
    doneWhen: "A person who did not do it has recorded what they found",
    roles: [],
    targetSeconds: REVIEW_SECONDS,
    neverSkip: true,
    at: entry.at,
    seq: entry.seq,
  };
}

function decided(incident: Incident, entry: Entry, f: Partial<FieldsOf<"decided">>): Partial<Incident> {
  const id = stepId(entry);
  const before = incident.decisions.get(id);
  const decision = {
    seq: entry.seq,
    stepId: id,
    question: f.question,
    option: f.option,
    label: f.label,
    because: f.because,
    basis: f.basis ?? [],
    confidence: f.confidence,
    by: actor(entry),
    at: entry.at,
    reviewAt: f.reviewAt,
    supersedes: before?.seq,
  };
  const change = settled(incident, entry, {
    status: "done",
    seq: entry.seq,
    by: decision.by,
    at: entry.at,
    doneAt: undefined,
    outcome: f.label,
    fields: {},
    breakGlass: false,
  });
  const decisions = new Map(incident.decisions).set(id, decision);
  if (before === undefined || before.option === decision.option) return { ...change, decisions };
  return {
    ...change,
    decisions,
    needsReview: flagged(incident, change.needsReview ?? incident.needsReview, entry),
  };
}

function evidenceAdded(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"evidence-added">>,
): Partial<Incident> {
  const evidence: Evidence = {
    seq: entry.seq,
    stepId: entry.on.t === "step" ? stepId(entry) : undefined,
    key: f.key,
    kind: f.kind ?? (entry.att > 0 ? "file" : "statement"),
    value: f.value,
    file: f.file,
    by: actor(entry),
    at: entry.at,
    hidden: undefined,
  };
  return { evidence: new Map(incident.evidence).set(entry.seq, evidence) };
}

function evidenceHidden(incident: Incident, entry: Entry, because: string | undefined): Partial<Incident> {
  const evidence = new Map(incident.evidence);
  for (const seq of entry.ref) {
    const known = evidence.get(seq);
    if (known !== undefined) evidence.set(seq, { ...known, hidden: { seq: entry.seq, because } });
  }
  return { evidence };
}

function handoverAccepted(incident: Incident): Partial<Incident> {
  const { handover } = incident;
  if (handover === undefined) return {};
  const people = new Map(incident.people);
  for (const known of people.values()) {
    const roles = known.roles?.filter((role) => role !== "lead");
    if (known.id === handover.to) people.set(known.id, { ...known, roles: ["lead", ...(roles ?? [])] });
    else if (roles !== undefined) people.set(known.id, { ...known, roles });
  }
  return { people, handover: undefined };
}

function approvalRequested(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"approval-requested">>,
): Partial<Incident> {
  const requestedBy = actor(entry);
  if (requestedBy === undefined) return {};
  const approval = {
    id: entry.seq,
    command: f.command ?? null,
    hash: f.hash,
    on: entry.on,
    by: entry.by,
    requestedBy,
    at: entry.at,
    status: "waiting" as const,
    answer: undefined,
  };
  const approvals = new Map(incident.approvals);
  // Asking anew replaces what was asked about the same thing.
  for (const [id, other] of approvals) {
    const same = other.on.t === entry.on.t && other.on.id === entry.on.id;
    if (same && other.status === "waiting") approvals.set(id, { ...other, status: "void" });
  }
  approvals.set(entry.seq, approval);
  if (entry.on.t !== "step") return { approvals };
  const known = incident.records.get(stepId(entry)) ?? { status: "open", seq: entry.seq };
  const before = known.status === "awaiting-approval" ? known.before : known;
  return {
    approvals,
    ...record(incident, entry, {
      status: "awaiting-approval",
      seq: entry.seq,
      by: requestedBy,
      approvalId: entry.seq,
      before,
    }),
  };
}

/** `ref` names the request. A declined step goes back to where it was. */
function answered(
  incident: Incident,
  entry: Entry,
  status: "approved" | "declined",
  text: string | undefined,
): Partial<Incident> {
  const known = incident.approvals.get(entry.ref[0] ?? -1);
  if (known === undefined) return {};
  const answer = { seq: entry.seq, by: actor(entry), text };
  const approvals = new Map(incident.approvals).set(known.id, { ...known, status, answer });
  if (known.on.t !== "step") return { approvals };
  const id = known.on.id as StepId; // it was a step's id when the request was recorded
  const waiting = incident.records.get(id);
  if (waiting?.status !== "awaiting-approval") return { approvals };
  return { approvals, records: new Map(incident.records).set(id, { ...waiting.before, seq: entry.seq }) };
}

function record(incident: Incident, entry: Entry, made: StepRecord): Partial<Incident> {
  return { records: new Map(incident.records).set(stepId(entry), made) };
}

/** Done or skipped: what was flagged for review on this step has been looked at. */
function settled(incident: Incident, entry: Entry, made: StepRecord): Partial<Incident> {
  const needsReview = new Map(incident.needsReview);
  needsReview.delete(stepId(entry));
  return { ...record(incident, entry, made), needsReview };
}

function reopened(incident: Incident, entry: Entry, made: StepRecord): Partial<Incident> {
  return { ...record(incident, entry, made), needsReview: flagged(incident, incident.needsReview, entry) };
}

function flagged(incident: Incident, before: Incident["needsReview"], entry: Entry): Incident["needsReview"] {
  const needsReview = new Map(before);
  for (const id of dependantsOf(incident, stepId(entry))) needsReview.set(id, entry.seq);
  return needsReview;
}

function person(incident: Incident, id: string, change: (known: Person) => Person): Partial<Incident> {
  if (!isUserId(id)) return {};
  const known = incident.people.get(id) ?? {
    id,
    name: undefined,
    roles: undefined,
    lastAct: undefined,
    seq: incident.size,
  };
  return { people: new Map(incident.people).set(id, change(known)) };
}

function run(incident: Incident, id: string, change: (known: Run) => Run): Partial<Incident> {
  const known = incident.runs.get(runId(id));
  if (known === undefined) return {};
  return { runs: new Map(incident.runs).set(known.id, change(known)) };
}

function lastAct(people: Incident["people"], entry: Entry): Incident["people"] {
  const id = actor(entry);
  const known = id === undefined ? undefined : people.get(id);
  if (known === undefined) return people;
  return new Map(people).set(known.id, { ...known, lastAct: { seq: entry.seq, at: entry.at } });
}

function actor(entry: Entry): UserId | undefined {
  return isUserId(entry.by.u) ? entry.by.u : undefined;
}

// Ids in a leaf passed `decide` before they were appended; these only give them back their type.
function stepId(entry: Entry): StepId {
  return entry.on.id as StepId;
}

function runId(text: string): RunId {
  return text as RunId;
}

function reviewId(entry: Entry): StepId {
  return `review-${entry.seq}` as StepId;
}
