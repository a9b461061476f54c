import { z } from "zod";
import { ROLES } from "#app/core/playbook/template.ts";
import { isIncidentRef, isUserId, type RunId, type StepId } from "#app/core/shared/ids.ts";
import { type Instant, parseInstant } from "#app/core/shared/instant.ts";
import { isPlace, type Place } from "./erasable.ts";
import { line, says, words } from "./text.ts";

// What people may order. Forms, API and command line use these same kinds; nothing else changes an incident.

export const SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const CLASSIFICATIONS = [
  "key-exposed",
  "store-open",
  "data-copied",
  "personal-data",
  "sensitive-data",
  "systems-down",
  "extortion-or-sale",
  "supplier-source",
] as const;
export type Classification = (typeof CLASSIFICATIONS)[number];

export const SKIP_REASONS = [
  "not-applicable",
  "done-elsewhere",
  "superseded",
  "refused-by-owner",
  "no-access",
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** How an incident hangs together with another one. They are never merged. */
export const LINKS = ["duplicate-of", "part-of", "related-to"] as const;
export type LinkKind = (typeof LINKS)[number];

/** Why the law asks for it: GDPR Art. 5(1)(c), Art. 17(1)(a) to (e), or another law, which the reason names. */
export const ERASURE_GROUNDS = [
  "more-than-needed",
  "no-longer-needed",
  "consent-withdrawn",
  "objected",
  "unlawful",
  "legal-duty",
  "other-law",
] as const;
export type ErasureGround = (typeof ERASURE_GROUNDS)[number];

const instant = z.string().transform((text, context): Instant => {
  const read = parseInstant(text);
  if (read !== undefined) return read;
  context.addIssue({ code: "custom", ...says("refusal.not-a-time") });
  return z.NEVER;
});
/** When the device of the person says it was done, where it had no connection then. */
const claimedAt = instant.exactOptional();
const seq = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const userId = z.string().refine(isUserId, "A person is u_ and 26 characters.");
const incidentRef = z
  .string()
  .refine(isIncidentRef, "An incident is 26 characters of 0-9 and A-Z without I, L, O and U.");
const stepId = z.custom<StepId>(
  (value) => typeof value === "string" && /^[A-Za-z0-9._-]{1,64}$/.test(value),
  "A step looks like r1.key.off.",
);
const runId = z.custom<RunId>(
  (value) => typeof value === "string" && /^r\d{1,6}$/.test(value),
  "A run looks like r1.",
);
const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9._-]{0,47}$/, "Letters, digits, dots, hyphens and underscores.");
const severity = z.enum(SEVERITIES);
const classification = z.array(z.enum(CLASSIFICATIONS)).max(CLASSIFICATIONS.length);
const roles = z.array(z.enum(ROLES)).max(ROLES.length);
const values = z.record(name, words).refine((given) => Object.keys(given).length <= 24, "At most 24 values.");

/** Evidence that needs no file: the value itself, where to find it, or what a person states. */
const statedEvidence = z.strictObject({ key: name, value: words });

export const declareIncident = z.strictObject({
  kind: z.literal("declare-incident"),
  title: line,
  becameAwareAt: instant.exactOptional(),
  severity: severity.exactOptional(),
  classification: classification.exactOptional(),
  /** What was pasted while declaring: a link, a message, a note. */
  note: words.exactOptional(),
});

const plan = [
  z.strictObject({ kind: z.literal("start-playbook"), playbookId: name }),
  z.strictObject({ kind: z.literal("rebase-run"), runId, because: words }),
  z.strictObject({ kind: z.literal("end-run"), runId, because: words }),
  z.strictObject({ kind: z.literal("add-item"), collection: name, label: line }),
  z.strictObject({ kind: z.literal("close-collection"), collection: name, because: words }),
  z.strictObject({
    kind: z.literal("add-step"),
    runId,
    phase: z.string().regex(/^P\d$/),
    track: name,
    title: line.refine((text) => text.length <= 80, says("refusal.line-too-long", { max: 80 })),
    why: words,
    doneWhen: line,
    roles: roles.exactOptional(),
    targetMinutes: z.int().min(1).max(525_600).exactOptional(),
  }),
] as const;

const step = [
  z.strictObject({ kind: z.literal("claim-step"), stepId, startedAt: instant.exactOptional(), claimedAt }),
  z.strictObject({ kind: z.literal("release-step"), stepId }),
  z.strictObject({ kind: z.literal("reassign-step"), stepId, to: userId, because: words }),
  z.strictObject({
    kind: z.literal("complete-step"),
    stepId,
    outcome: words.exactOptional(),
    fields: values.exactOptional(),
    evidence: z.array(statedEvidence).max(20).exactOptional(),
    /** When it was done, if earlier than now. */
    doneAt: instant.exactOptional(),
    claimedAt,
    /** Act on a four-eyes step without approval; asks for a review within 24 hours. */
    breakGlass: words.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("skip-step"), stepId, reasonCode: z.enum(SKIP_REASONS), reason: words }),
  z.strictObject({
    kind: z.literal("block-step"),
    stepId,
    reason: words,
    needs: words,
    asked: line.exactOptional(),
    until: instant.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("unblock-step"), stepId, changed: words }),
  z.strictObject({ kind: z.literal("undo-step"), stepId, because: words }),
  z.strictObject({ kind: z.literal("fail-check"), stepId, because: words }),
  z.strictObject({
    kind: z.literal("decide"),
    stepId,
    option: name,
    because: words,
    /** Evidence the decision rests on, by the number of its entry. */
    basis: z.array(seq).max(20).exactOptional(),
    confidence: z.enum(["low", "medium", "high"]).exactOptional(),
    reviewAt: instant.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("add-evidence"),
    stepId: stepId.exactOptional(),
    key: name.exactOptional(),
    value: words,
    happenedAt: instant.exactOptional(),
  }),
] as const;

const facts = [
  z.strictObject({ kind: z.literal("set-title"), title: line }),
  z.strictObject({ kind: z.literal("set-codename"), codename: line }),
  z.strictObject({
    kind: z.literal("set-became-aware"),
    at: instant,
    source: words,
    because: words.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("set-severity"), severity: severity.nullable(), because: words }),
  z.strictObject({ kind: z.literal("classify"), classification }),
  z.strictObject({
    kind: z.literal("add-note"),
    text: words,
    happenedAt: instant.exactOptional(),
    claimedAt,
    stepId: stepId.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("log-pressure"), from: line, words, authority: line.exactOptional() }),
  z.strictObject({ kind: z.literal("dissent"), seq, because: words }),
  z.strictObject({ kind: z.literal("hide-evidence"), seq, because: words }),
  z.strictObject({ kind: z.literal("correct-entry"), seq, text: words, because: words }),
  z.strictObject({
    kind: z.literal("link-incident"),
    ref: incidentRef,
    as: z.enum(LINKS).exactOptional(),
    because: words,
  }),
  z.strictObject({ kind: z.literal("close-incident"), because: words }),
  z.strictObject({ kind: z.literal("reopen-incident"), because: words }),
] as const;

const people = [
  z.strictObject({ kind: z.literal("join"), roles: roles.exactOptional() }),
  z.strictObject({ kind: z.literal("set-role"), userId, roles }),
  z.strictObject({ kind: z.literal("leave-team"), userId, because: words }),
  z.strictObject({
    kind: z.literal("hand-over"),
    to: userId,
    /** The situation, in the giver's words. */
    brief: words,
    /** "If … then …": the rule asks for one at least. */
    ifThen: z.array(words).max(20).exactOptional(),
    offDutyUntil: instant.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("accept-handover"), saysBack: words }),
  /** Shows the incident on a screen to whoever holds the secret that hashes to this, until then. */
  z.strictObject({
    kind: z.literal("open-wall"),
    hash: z.string().regex(/^[0-9a-f]{64}$/, "SHA-256 in hex."),
    until: instant,
  }),
  z.strictObject({ kind: z.literal("close-wall"), seq }),
] as const;

const guestRoles = roles
  .min(1, "Choose a role.")
  .refine((given) => !given.includes("lead"), "The lead is handed over, not given to someone from outside.");

/** Who sees the incident, and how others get to see it. */
const access = [
  z.strictObject({ kind: z.literal("restrict"), because: words }),
  z.strictObject({ kind: z.literal("lift-restriction"), because: words }),
  z.strictObject({ kind: z.literal("ask-to-be-let-in"), second: userId, because: words }),
  /** By the second person that the request `seq` names. */
  z.strictObject({ kind: z.literal("let-in"), seq }),
  /** Someone from outside, whose access ends at `until`. */
  z.strictObject({ kind: z.literal("invite"), email: line, roles: guestRoles, until: instant }),
  z.strictObject({ kind: z.literal("withdraw-invitation"), seq, because: words }),
  /** By whoever came with the link of the invitation `seq`. */
  z.strictObject({ kind: z.literal("accept-invitation"), seq }),
] as const;

/** What touches the evidence itself. */
const evidence = [
  z.strictObject({
    kind: z.literal("erase-payload"),
    seq,
    /** Places of that entry: `f:<field>` or `att:<index>`. */
    slots: z
      .array(
        z.custom<Place>(
          (value) => typeof value === "string" && isPlace(value),
          "A place looks like f:text or att:0.",
        ),
      )
      .min(1, says("refusal.choose-what"))
      .max(33),
    ground: z.enum(ERASURE_GROUNDS),
    because: words,
    /** Typed, to stop a hand that is quicker than its head. */
    codename: line,
  }),
  z.strictObject({ kind: z.literal("set-hold"), because: words }),
  z.strictObject({ kind: z.literal("lift-hold"), because: words }),
] as const;

const answers = [
  z.strictObject({
    kind: z.literal("approve"),
    approvalId: seq,
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    note: words.exactOptional(),
    /** Typed, where the act touches the evidence itself. */
    codename: line.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("decline"), approvalId: seq, because: words }),
] as const;

/** A command that can be put before another person: everything but approvals themselves. */
export const directCommand = z.discriminatedUnion("kind", [
  ...plan,
  ...step,
  ...facts,
  ...people,
  ...access,
  ...evidence,
]);

export const commandSchema = z.discriminatedUnion("kind", [
  declareIncident,
  ...plan,
  ...step,
  ...facts,
  ...people,
  ...access,
  ...evidence,
  ...answers,
  z.strictObject({ kind: z.literal("request-approval"), for: directCommand }),
]);

export type Command = z.infer<typeof commandSchema>;
export type DirectCommand = z.infer<typeof directCommand>;
export type CommandOf<Kind extends Command["kind"]> = Extract<Command, { kind: Kind }>;
export type DeclareIncident = z.infer<typeof declareIncident>;
