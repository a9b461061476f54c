import { expect, test } from "vitest";
import { CHANGED_FACTS, type Refusal, type RefusalCode, sentence } from "#app/core/incident/refusal.ts";
import { LANGUAGES } from "#app/core/shared/language.ts";
import { textFor } from "#app/server/text/catalogs.ts";

/** One of each, with every member a sentence could need. */
const EACH = {
  "not-found": {},
  "not-on-team": {},
  "role-needed": { roles: ["lead"] },
  "incident-closed": {},
  "incident-open": {},
  "unknown-step": { stepId: "r1.x" },
  "unknown-run": { runId: "r1" },
  "unknown-playbook": { playbookId: "x" },
  "unknown-collection": { collection: "keys" },
  "unknown-entry": { seq: 12_345 },
  "unknown-person": { userId: "u_1" },
  "unknown-option": { option: "a", options: ["b", "c"] },
  "unknown-evidence-key": { key: "a", keys: ["b"] },
  "already-started": { runId: "r1" },
  "run-ended": { runId: "r1" },
  "nothing-newer": { version: "1.0.0" },
  "step-not-ready": { waitsFor: ["A", "B"] },
  "step-status": { status: "done", allowed: ["ready", "in-progress"] },
  "not-yours": { owner: "Lin" },
  "needs-item": { collection: "keys" },
  "needs-decision": {},
  "needs-fact": { fact: "became-aware-set" },
  "not-a-decision": {},
  "needs-evidence": { missing: ["A"] },
  "needs-fields": { missing: ["because", "A"] },
  "needs-approval": { why: "later" },
  "no-approval-needed": {},
  "never-skip": {},
  "no-break-glass": { why: "final" },
  "same-person": {},
  reauthenticate: {},
  "approval-not-waiting": { status: "declined" },
  "approval-void": { shown: "a", now: "b" },
  "time-in-future": { field: "doneAt" },
  "codename-fixed": {},
  "no-change": {},
  "last-lead": {},
  "not-correctable": { act: "decided" },
  "already-hidden": { seq: 3 },
  "collection-empty": { collection: "keys" },
  "no-handover-offered": {},
  "not-closable": { open: ["A"] },
  "not-restricted": {},
  held: { seq: 12_345 },
  "no-hold": {},
  "not-erasable": { place: "f:text" },
  "already-erased": { seq: 12_345 },
  "codename-needed": {},
  "same-function": {},
  "let-in-over": {},
  "invitation-over": {},
  "time-past": { field: "until" },
  "changed-since": { what: "A", seq: 3, theirs: "x", yours: "y" },
} as const satisfies { [Code in RefusalCode]: Omit<Extract<Refusal, { code: Code }>, "code"> };

const refusals = Object.entries(EACH).map(([code, members]) => ({ code, ...members }) as Refusal); // satisfies says so

test.each(LANGUAGES)("every refusal is a whole sentence in %s", (language) => {
  const broken = refusals.filter(
    (refusal) => !/^[^{}]{4,}[.。]$/u.test(sentence(refusal, textFor(language))),
  );
  expect(broken.map(({ code }) => code)).toEqual([]);
});

test("a number that is a name has no separators, and lists are spoken", () => {
  const say = (code: keyof typeof EACH) => sentence({ code, ...EACH[code] } as Refusal, textFor("en")); // as above
  expect(say("unknown-entry")).toBe("There is no entry #12345 to refer to.");
  expect(say("needs-fields")).toBe("An answer is missing: Why it changes and A.");
  expect(say("step-status")).toBe(
    "The step is done. This can be done only while it is ready and in progress.",
  );
});

test.each(CHANGED_FACTS)("what has changed is named: %s", (what) => {
  const refusal: Refusal = { code: "changed-since", what, seq: 3, theirs: "x", yours: "y" };
  expect(sentence(refusal, textFor("fr"))).not.toContain(what);
});
