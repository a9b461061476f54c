import type { Json } from "#app/core/shared/json.ts";

// A "no" by a rule. It carries what would unblock it; pages and API turn the code into words and a status.

export type Refusal =
  | { readonly code: "not-found" }
  | { readonly code: "not-on-team" }
  | { readonly code: "role-needed"; readonly roles: readonly string[] }
  | { readonly code: "incident-closed" }
  | { readonly code: "incident-open" }
  | { readonly code: "unknown-step"; readonly stepId: string }
  | { readonly code: "unknown-run"; readonly runId: string }
  | { readonly code: "unknown-playbook"; readonly playbookId: string }
  | { readonly code: "unknown-collection"; readonly collection: string }
  | { readonly code: "unknown-entry"; readonly seq: number }
  | { readonly code: "unknown-person"; readonly userId: string }
  | { readonly code: "unknown-option"; readonly option: string; readonly options: readonly string[] }
  | { readonly code: "unknown-evidence-key"; readonly key: string; readonly keys: readonly string[] }
  | { readonly code: "already-started"; readonly runId: string }
  | { readonly code: "run-ended"; readonly runId: string }
  | { readonly code: "nothing-newer"; readonly version: string }
  | { readonly code: "step-not-ready"; readonly waitsFor: readonly string[] }
  | { readonly code: "step-status"; readonly status: string; readonly allowed: readonly string[] }
  | { readonly code: "not-yours"; readonly owner: string }
  | { readonly code: "needs-item"; readonly collection: string }
  | { readonly code: "needs-decision" }
  | { readonly code: "needs-fact"; readonly fact: "became-aware-set" }
  | { readonly code: "not-a-decision" }
  | { readonly code: "needs-evidence"; readonly missing: readonly string[] }
  | { readonly code: "needs-fields"; readonly missing: readonly string[] }
  | { readonly code: "needs-approval"; readonly why: string }
  | { readonly code: "no-approval-needed" }
  | { readonly code: "never-skip" }
  | { readonly code: "no-break-glass"; readonly why: string }
  | { readonly code: "same-person" }
  | { readonly code: "reauthenticate" }
  | { readonly code: "approval-not-waiting"; readonly status: string }
  | { readonly code: "approval-void"; readonly shown: string; readonly now: string }
  | { readonly code: "time-in-future"; readonly field: string }
  | { readonly code: "codename-fixed" }
  | { readonly code: "no-change" }
  | { readonly code: "last-lead" }
  | { readonly code: "not-correctable"; readonly act: string }
  | { readonly code: "already-hidden"; readonly seq: number }
  | { readonly code: "collection-empty"; readonly collection: string }
  | { readonly code: "no-handover-offered" }
  | { readonly code: "not-closable"; readonly open: readonly string[] }
  /** Something the screen showed has changed since; both values, so that the person can choose. */
  | {
      readonly code: "changed-since";
      readonly what: string;
      readonly seq: number;
      readonly theirs: Json;
      readonly yours: Json;
    };

export type RefusalCode = Refusal["code"];

/** RFC 9110: 403 may not, 404 is not there, 409 the state moved, 422 the state forbids it. */
export const STATUS = {
  "not-found": 404,
  "not-on-team": 403,
  "role-needed": 403,
  "incident-closed": 422,
  "incident-open": 422,
  "unknown-step": 422,
  "unknown-run": 422,
  "unknown-playbook": 422,
  "unknown-collection": 422,
  "unknown-entry": 422,
  "unknown-person": 422,
  "unknown-option": 422,
  "unknown-evidence-key": 422,
  "already-started": 422,
  "run-ended": 422,
  "nothing-newer": 422,
  "step-not-ready": 422,
  "step-status": 422,
  "not-yours": 422,
  "needs-item": 422,
  "needs-decision": 422,
  "needs-fact": 422,
  "not-a-decision": 422,
  "needs-evidence": 422,
  "needs-fields": 422,
  "needs-approval": 422,
  "no-approval-needed": 422,
  "never-skip": 422,
  "no-break-glass": 422,
  "same-person": 422,
  reauthenticate: 403,
  "approval-not-waiting": 422,
  "approval-void": 422,
  "time-in-future": 422,
  "codename-fixed": 422,
  "no-change": 422,
  "last-lead": 422,
  "not-correctable": 422,
  "already-hidden": 422,
  "collection-empty": 422,
  "no-handover-offered": 422,
  "not-closable": 422,
  "changed-since": 409,
} as const satisfies Record<RefusalCode, number>;

/** One sentence with the way out, in English. */
export function sentence(refusal: Refusal): string {
  switch (refusal.code) {
    case "not-found":
      return "There is no such incident, or it is not shown to you.";
    case "not-on-team":
      return "You are not on this incident's team. Join it first.";
    case "role-needed":
      return `This needs the role ${list(refusal.roles)}. Take the role, or ask someone who holds it.`;
    case "incident-closed":
      return "The incident is closed. Reopen it first; nothing is lost.";
    case "incident-open":
      return "The incident is open already.";
    case "unknown-step":
      return `This incident has no step ${refusal.stepId}. Open the room and choose the step there.`;
    case "unknown-run":
      return `This incident has no run ${refusal.runId}.`;
    case "unknown-playbook":
      return `There is no playbook ${refusal.playbookId}. See the list of playbooks.`;
    case "unknown-collection":
      return `No running playbook keeps a list called ${refusal.collection}.`;
    case "unknown-entry":
      return `There is no entry #${refusal.seq} to refer to.`;
    case "unknown-person":
      return `No active person has the id ${refusal.userId}.`;
    case "unknown-option":
      return `${refusal.option} is not one of the options: ${list(refusal.options)}.`;
    case "unknown-evidence-key":
      return `This step does not ask for ${refusal.key}. It asks for ${list(refusal.keys)}.`;
    case "already-started":
      return `This playbook is running already as ${refusal.runId}.`;
    case "run-ended":
      return `Run ${refusal.runId} has ended. Start the playbook again if it is needed.`;
    case "nothing-newer":
      return `The run is on the newest version, ${refusal.version}.`;
    case "step-not-ready":
      return `This step can't start yet. It waits for ${list(refusal.waitsFor)}.`;
    case "step-status":
      return `The step is ${refusal.status}. This can be done only while it is ${list(refusal.allowed)}.`;
    case "not-yours":
      return `${refusal.owner} is on this step. Ask them, or take it over with a reason.`;
    case "needs-item":
      return `This step repeats for each item of ${refusal.collection}. Add the first one, or skip the step with a reason.`;
    case "needs-decision":
      return "This step is a decision. Choose an option and say why.";
    case "needs-fact":
      return "Record when you became aware. That completes this step.";
    case "not-a-decision":
      return "This step has no options to choose from.";
    case "needs-evidence":
      return `Proof is missing: ${list(refusal.missing)}. Attach it, or skip the step with a reason.`;
    case "needs-fields":
      return `An answer is missing: ${list(refusal.missing)}.`;
    case "needs-approval":
      return `${refusal.why} Ask for approval.`;
    case "no-approval-needed":
      return "This needs no approval. Do it directly.";
    case "never-skip":
      return "This step is never skipped. If it can't be done, say what it waits for.";
    case "no-break-glass":
      return refusal.why;
    case "same-person":
      return "Another person has to answer: you asked for this, or did the work.";
    case "reauthenticate":
      return "Confirm that it is you, with your password, then approve.";
    case "approval-not-waiting":
      return `This request is ${refusal.status} already.`;
    case "approval-void":
      return "What was put before you has changed since. The request is void; look again and ask anew.";
    case "time-in-future":
      return `The time given as ${refusal.field} has not come yet. Give a time up to now.`;
    case "codename-fixed":
      return "The codename has been changed once; it stays.";
    case "no-change":
      return "It says this already. Nothing was recorded.";
    case "last-lead":
      return "An incident always has a lead. Name the next lead first.";
    case "not-correctable":
      return `An entry of the kind ${refusal.act} can't be corrected; it records an act, not a statement. Undo the act instead.`;
    case "already-hidden":
      return `Evidence #${refusal.seq} is hidden already.`;
    case "collection-empty":
      return `${refusal.collection} has no item. Add the first one, or skip its steps with a reason.`;
    case "no-handover-offered":
      return "No one has offered you the lead.";
    case "not-closable":
      return `The incident can't be closed yet. Still open: ${list(refusal.open)}.`;
    case "changed-since":
      return `${refusal.what} has changed since you opened the page (#${refusal.seq}). Look at both before you go on.`;
  }
}

function list(names: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "conjunction" }).format(names);
}
