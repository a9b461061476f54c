import type { Library } from "#app/core/playbook/template.ts";
import { type Act, type Entry, type FieldsOf, fieldsOf, isAct } from "./entry.ts";
import { actor, runId, stepId } from "./entry-ids.ts";
import {
  invitationAccepted,
  invitationEnded,
  letInAsked,
  personInvited,
  personLetIn,
} from "./evolve-access.ts";
import { answered, approvalRequested, approvalsLapsed, askedFurther } from "./evolve-approval.ts";
import { erasureOrdered, payloadErased } from "./evolve-erasure.ts";
import { handoverAccepted, handoverOffered } from "./evolve-handover.ts";
import { lastAct, person } from "./evolve-person.ts";
import { itemAdded, run, runRebased, runStarted } from "./evolve-run.ts";
import {
  decided,
  evidenceAdded,
  evidenceHidden,
  record,
  reopened,
  settled,
  stepCompleted,
} from "./evolve-step.ts";
import { dissented, pressureLogged } from "./evolve-voice.ts";
import { wallClosed, wallOpened } from "./evolve-wall.ts";
import type { Incident } from "./incident.ts";

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
      notBy: undefined,
      at: entry.at,
      seq: entry.seq,
    }),
  }),
  "step-claimed": (incident, entry, f) => {
    const by = actor(entry);
    if (by === undefined) return {};
    const began = f.startedAt ?? f.claimedAt;
    const start = began === undefined ? {} : { claimedStart: began };
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
  dissented: (incident, entry, f) => dissented(incident, entry, f),
  "evidence-added": (incident, entry, f) => evidenceAdded(incident, entry, f),
  "evidence-hidden": (incident, entry, f) => evidenceHidden(incident, entry, f.because),
  "note-added": nothing,
  "pressure-logged": (incident, entry, f) => pressureLogged(incident, entry, f),
  "entry-corrected": nothing,
  "person-joined": (incident, entry, f) =>
    person(incident, entry.on.id, (known) => ({ ...known, roles: f.roles ?? [], seq: entry.seq })),
  "roles-set": (incident, entry, f) =>
    person(incident, entry.on.id, (known) => ({ ...known, roles: f.roles ?? [], seq: entry.seq })),
  "person-left": (incident, entry) =>
    person(incident, entry.on.id, (known) => ({ ...known, roles: undefined, seq: entry.seq })),
  "handover-offered": (_, entry, f) => handoverOffered(entry, f),
  "handover-accepted": (incident, entry, f) => handoverAccepted(incident, entry, f),
  "wall-opened": (incident, entry, f) => wallOpened(incident, entry, f),
  "wall-closed": (incident, entry) => wallClosed(incident, entry),
  "approval-requested": (incident, entry, f) => approvalRequested(incident, entry, f),
  "approval-asked-further": (incident, entry, f) => askedFurther(incident, entry, f),
  approved: (incident, entry, f) => answered(incident, entry, "approved", f.note),
  declined: (incident, entry, f) => answered(incident, entry, "declined", f.because),
  "incident-linked": (incident, entry, f) => ({
    links: [...incident.links, { ref: entry.on.id, seq: entry.seq, as: f.as, because: f.because }],
  }),
  "incident-closed": (_, entry, f) => ({ closed: { seq: entry.seq, at: entry.at, because: f.because } }),
  "incident-reopened": () => ({ closed: undefined }),
  "incident-restricted": (_, entry, f) => ({
    restricted: { seq: entry.seq, at: entry.at, because: f.because },
  }),
  "restriction-lifted": () => ({ restricted: undefined }),
  "hold-set": (_, entry, f) => ({
    hold: { seq: entry.seq, at: entry.at, by: actor(entry), because: f.because },
  }),
  "hold-lifted": () => ({ hold: undefined }),
  "erasure-ordered": (incident, entry, f) => erasureOrdered(incident, entry, f),
  "payload-erased": (incident, entry, f) => payloadErased(incident, entry, f),
  "let-in-asked": (incident, entry, f) => letInAsked(incident, entry, f),
  "person-let-in": (incident, entry) => personLetIn(incident, entry),
  "person-invited": (incident, entry, f) => personInvited(incident, entry, f),
  "invitation-withdrawn": (incident, entry) => invitationEnded(incident, entry, "withdrawn"),
  "invitation-accepted": (incident, entry, f) => invitationAccepted(incident, entry, f),
  "visit-recorded": (incident, entry) =>
    person(incident, entry.on.id, (known) => ({ ...known, lastVisit: entry.at })),
  "visit-refused": (incident, entry) =>
    person(incident, entry.on.id, (known) => ({ ...known, lastRefused: entry.at })),
  "person-deactivated": (incident, entry) =>
    person(incident, entry.on.id, (known) => ({ ...known, deactivated: true, seq: entry.seq })),
  "person-reactivated": (incident, entry) =>
    person(incident, entry.on.id, (known) => ({ ...known, deactivated: false, seq: entry.seq })),
  "sign-in-link-used": nothing,
  "log-key-changed": nothing,
  "log-continued": nothing,
  "log-carried": (incident, entry, f) => ({
    ...approvalsLapsed(incident, entry),
    erasures: new Map([...incident.erasures].filter(([, { done }]) => done !== undefined)),
    continued: { seq: entry.seq, at: entry.at, earlier: f.earlier, entries: f.entries },
  }),
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
