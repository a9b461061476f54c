import { z } from "zod";

// The shape of a playbook file. A template is data: nothing in it runs.
// Words: a *template* is one version of a playbook; a *run* is a template pinned to an incident.

export const ROLES = [
  "lead",
  "technical",
  "system-owner",
  "privacy",
  "legal",
  "communications",
  "executive",
  "scribe",
  "supplier",
  "observer",
] as const;
export type Role = (typeof ROLES)[number];

const key = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9]*([._-][A-Za-z0-9]+)*$/,
    "letters and digits joined by dots, hyphens or underscores",
  )
  .max(24);
const line = z.string().trim().min(1).max(500);
const paragraph = z.string().trim().min(1).max(2000);

const evidence = z.strictObject({
  key,
  label: line,
  kind: z.enum(["file", "value", "reference", "statement"]),
  min_count: z.int().min(1).max(20).default(1),
  required: z.boolean().default(true),
  /** What to take out before attaching. */
  redact_hint: line.exactOptional(),
});

const option = z.strictObject({
  value: key,
  label: line,
  /** What a tired person can check to know that this is the option. */
  criteria: line,
  /** Steps that belong to this branch alone: under another option they are not taken. */
  next: z.array(key).default([]),
  /** Offers this playbook when the option is chosen. */
  starts: key.exactOptional(),
  /** The answer expires and comes back after this many seconds. */
  review_after_seconds: z.int().positive().exactOptional(),
});

const decision = z.strictObject({
  question: line,
  options: z.array(option).min(2).max(4),
  /** The option that stands for "cannot tell": not ruled out, later, wait. */
  unknown_value: key,
});

const step = z.strictObject({
  key,
  phase: z.string().regex(/^P\d$/),
  track: key,
  title: line,
  why: line,
  /** Who does it; empty means anyone on the incident. */
  roles: z.array(z.enum(ROLES)).default([]),
  mode: z.enum(["read-do", "do-confirm", "decision", "pause"]),
  /** 0 looks only · 1 easily undone · 2 may break a service · 3 irreversible or leaves the organisation. */
  danger: z.int().min(0).max(3),
  reversible: z.enum(["yes", "partly", "no"]).exactOptional(),
  undo: line.exactOptional(),
  four_eyes: z.boolean().default(false),
  /** Each of these roles must be held by the performer or the approver. */
  dual_role: z.array(z.enum(ROLES)).default([]),
  never_skip: z.boolean().default(false),
  optional: z.boolean().default(false),
  one_person_because: line.exactOptional(),
  evidence: z.array(evidence).default([]),
  /** Values asked for when the step is done, one line each. */
  fields: z.array(z.strictObject({ key, label: line, required: z.boolean().default(true) })).default([]),
  done_when: line,
  /** Our target, in seconds from the anchor. Not a legal limit. */
  target_seconds: z.int().positive().exactOptional(),
  /** `t0`, `run_start`, `step_ready`, `item_added` or `decision:<step key>`. */
  anchor: z
    .string()
    .regex(/^(t0|run_start|step_ready|item_added|decision:.+)$/)
    .default("t0"),
  depends_on: z.array(key).default([]),
  /** A collection: the step exists once for each of its items. */
  repeat_for: key.exactOptional(),
  /** Steps with one shared key are satisfied once for the whole incident. */
  shared_key: key.exactOptional(),
  /** A fact of the incident that completes the step by itself. */
  satisfied_by: z.enum(["became-aware-set"]).exactOptional(),
  decision: decision.exactOptional(),
  do: z.array(paragraph).default([]),
  expect: paragraph.exactOptional(),
  if_not: paragraph.exactOptional(),
  /** Copyable commands. `{{name}}` is filled by the person; a secret never is. */
  snippets: z.array(z.strictObject({ provider: line, label: line, text: paragraph })).default([]),
});

const collection = z.strictObject({
  key,
  /** Plural, as a heading: "Leaked keys". */
  title: line,
  /** Singular, in a sentence: "key". */
  item: line,
  /** What identifies one item without a secret: "key id and last 4". */
  hint: line.exactOptional(),
});

export const templateSchema = z.strictObject({
  id: key,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, "major.minor.patch"),
  title: line,
  summary: paragraph,
  language: z.string().regex(/^[a-z]{2}(-[A-Za-z]+)?$/),
  /** When to enter, and when this is not it and what is. */
  entry_conditions: z.array(line).min(1),
  exit_conditions: z
    .array(z.strictObject({ when: line, go_to: z.union([z.literal("false-alarm"), key]) }))
    .min(1),
  /** Classification codes of an incident that suggest this playbook. */
  classification: z.array(key).default([]),
  last_drilled: z.iso.date().nullable(),
  collections: z.array(collection).default([]),
  phases: z.array(z.strictObject({ key: z.string().regex(/^P\d$/), title: line })).min(1),
  tracks: z.array(z.strictObject({ key, title: line })).min(1),
  /** The first screen: five to seven steps that must not be missed. */
  killer_steps: z.array(key).min(1).max(7),
  /** Seconds from T0, by name of the metric. */
  metric_targets: z.record(key, z.int().positive()).default({}),
  regime_hints: z.array(line).default([]),
  severity_guide: z
    .array(z.strictObject({ severity: z.enum(["SEV1", "SEV2", "SEV3", "SEV4"]), when: line }))
    .default([]),
  steps: z.array(step).min(1).max(200),
});

export type Template = z.infer<typeof templateSchema>;
export type TemplateStep = Template["steps"][number];
export type EvidenceRule = TemplateStep["evidence"][number];

/** One published version with the hash of its content. */
export interface Playbook {
  readonly template: Template;
  /** Lower-case hex SHA-256 of the template's RFC 8785 form, defaults filled in. */
  readonly hash: string;
}

/** Versions once started stay available for ever. */
export interface Library {
  byHash(hash: string): Playbook | undefined;
  /** The version a new run of this playbook starts with. */
  newest(id: string): Playbook | undefined;
}
