import type { StepRecord } from "#app/core/playbook/run.ts";
import { dependantsOf } from "./dependants.ts";
import { type Entry, type FieldsOf, wasGiven } from "./entry.ts";
import { actor, reviewId, runId, stepId } from "./entry-ids.ts";
import type { Evidence, Incident } from "./incident.ts";

const REVIEW_SECONDS = 24 * 3600;

export function stepCompleted(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"step-completed">>,
): Partial<Incident> {
  const change = settled(incident, entry, {
    status: "done",
    seq: entry.seq,
    by: actor(entry),
    at: entry.at,
    doneAt: f.doneAt ?? f.claimedAt,
    outcome: f.outcome,
    fields: f.fields ?? {},
    breakGlass: wasGiven(entry, "breakGlass"),
  });
  if (!wasGiven(entry, "breakGlass")) return change;
  return {
    ...change,
    adHoc: new Map(incident.adHoc).set(reviewId(entry), breakGlassReview(incident, entry)),
  };
}

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
    notBy: actor(entry),
    at: entry.at,
    seq: entry.seq,
  };
}

export function decided(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"decided">>,
): Partial<Incident> {
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

export function evidenceAdded(
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

export function evidenceHidden(
  incident: Incident,
  entry: Entry,
  because: string | undefined,
): Partial<Incident> {
  const evidence = new Map(incident.evidence);
  for (const seq of entry.ref) {
    const known = evidence.get(seq);
    if (known !== undefined) evidence.set(seq, { ...known, hidden: { seq: entry.seq, because } });
  }
  return { evidence };
}

export function record(incident: Incident, entry: Entry, made: StepRecord): Partial<Incident> {
  return { records: new Map(incident.records).set(stepId(entry), made) };
}

/** Done or skipped: what was flagged for review on this step has been looked at. */
export function settled(incident: Incident, entry: Entry, made: StepRecord): Partial<Incident> {
  const needsReview = new Map(incident.needsReview);
  needsReview.delete(stepId(entry));
  return { ...record(incident, entry, made), needsReview };
}

export function reopened(incident: Incident, entry: Entry, made: StepRecord): Partial<Incident> {
  return { ...record(incident, entry, made), needsReview: flagged(incident, incident.needsReview, entry) };
}

function flagged(incident: Incident, before: Incident["needsReview"], entry: Entry): Incident["needsReview"] {
  const needsReview = new Map(before);
  for (const id of dependantsOf(incident, stepId(entry))) needsReview.set(id, entry.seq);
  return needsReview;
}
