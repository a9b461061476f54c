import type messages from "#app/content/messages/en/refusal.json";
import type { StepStatus } from "#app/core/playbook/run.ts";
import type { Json } from "#app/core/shared/json.ts";
import type { Text, TextValues } from "#app/core/shared/text.ts";
import type { ApprovalReason } from "./approval.ts";
import type { Approval } from "./incident.ts";

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
  | {
      readonly code: "step-status";
      readonly status: StepStatus | "done-elsewhere";
      readonly allowed: readonly (StepStatus | "done-here")[];
    }
  | { readonly code: "not-yours"; readonly owner: string }
  | { readonly code: "needs-item"; readonly collection: string }
  | { readonly code: "needs-decision" }
  | { readonly code: "needs-fact"; readonly fact: "became-aware-set" }
  | { readonly code: "not-a-decision" }
  | { readonly code: "needs-evidence"; readonly missing: readonly string[] }
  | { readonly code: "needs-fields"; readonly missing: readonly string[] }
  | { readonly code: "needs-approval"; readonly why: ApprovalReason }
  | { readonly code: "no-approval-needed" }
  | { readonly code: "never-skip" }
  | { readonly code: "no-break-glass"; readonly why: "not-needed" | "not-urgent" | "final" }
  | { readonly code: "same-person" }
  | { readonly code: "reauthenticate" }
  | { readonly code: "approval-not-waiting"; readonly status: Approval["status"] }
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
  | { readonly code: "not-restricted" }
  /** A hold stands, set by this entry. */
  | { readonly code: "held"; readonly seq: number }
  | { readonly code: "no-hold" }
  | { readonly code: "not-erasable"; readonly place: string }
  | { readonly code: "already-erased"; readonly seq: number }
  | { readonly code: "codename-needed" }
  | { readonly code: "same-function" }
  | { readonly code: "let-in-over" }
  | { readonly code: "invitation-over" }
  | { readonly code: "time-past"; readonly field: string }
  /** Something the screen showed has changed since; both values, so that the person can choose. */
  | {
      readonly code: "changed-since";
      /** One of CHANGED_FACTS, or the title of the step or playbook. */
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
  "not-restricted": 422,
  held: 422,
  "no-hold": 422,
  "not-erasable": 422,
  "already-erased": 422,
  "codename-needed": 422,
  "same-function": 422,
  "let-in-over": 422,
  "invitation-over": 422,
  "time-past": 422,
  "changed-since": 409,
} as const satisfies Record<RefusalCode, number>;

/** What a person is told when something they saw has changed; a step or a playbook goes by its title. */
export const CHANGED_FACTS = [
  "the-title",
  "the-codename",
  "the-severity",
  "the-classification",
  "the-awareness",
  "the-list",
  "the-role",
  "the-handover",
] as const;

export type RefusalKey = keyof typeof messages;

/** One sentence with the way out. A message's places are named as the refusal's members are. */
export function sentence(refusal: Refusal, text: Text<RefusalKey>): string {
  switch (refusal.code) {
    case "needs-approval":
      return text(`refusal.needs-approval-${refusal.why}`);
    case "no-break-glass":
      return text(`refusal.no-break-glass-${refusal.why}`);
    case "approval-not-waiting":
      return text("refusal.approval-not-waiting", { status: text(`refusal.answer-${refusal.status}`) });
    case "step-status":
      return text("refusal.step-status", {
        status: text(`refusal.status-${refusal.status}`),
        allowed: text.list(refusal.allowed.map((status) => text(`refusal.status-${status}`))),
      });
    case "needs-fields": {
      const missing = refusal.missing.map((name) =>
        name === "because" ? text("refusal.field-because") : name,
      );
      return text("refusal.needs-fields", { missing: text.list(missing) });
    }
    case "changed-since": {
      const fact = CHANGED_FACTS.find((known) => known === refusal.what);
      const what = fact === undefined ? refusal.what : text(`refusal.${fact}`);
      return text("refusal.changed-since", { what, seq: String(refusal.seq) });
    }
    default:
      return text(`refusal.${refusal.code}`, membersOf(refusal, text));
  }
}

/** Names and numbers as they are, lists as people say them. */
function membersOf(refusal: Refusal, text: Text<RefusalKey>): TextValues {
  return Object.fromEntries(
    Object.entries(refusal).map(([name, value]: [string, Json]) => [
      name,
      Array.isArray(value) ? text.list(value.map(String)) : String(value),
    ]),
  );
}
