import { z } from "zod";
import { isSlot, type Slot } from "#app/core/audit/slot.ts";
import { ROLES } from "#app/core/playbook/template.ts";
import { isUserId } from "#app/core/shared/ids.ts";
import { type Instant, isInstant } from "#app/core/shared/instant.ts";
import type { Json } from "#app/core/shared/json.ts";
import { CLASSIFICATIONS, ERASURE_GROUNDS, LINKS, SEVERITIES, SKIP_REASONS } from "./command.ts";

// What is recorded. An entry is the change: `evolve` turns entries into state and nothing else does.
// Invariants
// (1) A kind of entry is never renamed and a field never changes its meaning; a new meaning is a new name.
// (2) Any field of any entry may be absent when read: it may have been lawfully erased.
// (3) `on.id` is never made from typed text.

const instant = z.string().refine(isInstant);
/** By the word of the person's device, which had no connection then; `at` is when it was received. */
const claimedAt = instant.optional();
const userId = z.string().refine(isUserId);
const text = z.string();
const roles = z.array(z.enum(ROLES));
const seqs = z.array(z.int());
/** `[seq, "f", name]` or `[seq, "att", index]`, as the erasing leaf names them. */
const slots = z.array(z.custom<Slot>(isSlot));
const playbook = z.object({ id: text, version: text, hash: text, title: text });

/** The fields of each act. `optional` is "not given"; absence of another field is an erasure. */
export const FIELDS = {
  "incident-declared": z.object({ title: text, codename: text }),
  "person-named": z.object({ name: text }),
  "clock-stepped": z.object({ seconds: z.int() }),
  "title-set": z.object({ title: text }),
  "codename-set": z.object({ codename: text }),
  "became-aware-set": z.object({ becameAwareAt: instant, source: text, because: text.optional() }),
  "severity-set": z.object({ severity: z.enum(SEVERITIES).nullable(), because: text.optional() }),
  classified: z.object({ classification: z.array(z.enum(CLASSIFICATIONS)) }),
  "playbook-started": z.object({ playbook }),
  "run-rebased": z.object({
    playbook,
    because: text,
    added: z.array(text),
    removed: z.array(text),
    changed: z.array(text),
  }),
  "run-ended": z.object({ because: text }),
  "item-added": z.object({ collection: text, label: text }),
  "collection-closed": z.object({ because: text }),
  "step-added": z.object({
    run: text,
    phase: text,
    track: text,
    title: text,
    why: text,
    doneWhen: text,
    roles: roles.optional(),
    targetMinutes: z.int().optional(),
  }),
  "step-claimed": z.object({ startedAt: instant.optional(), claimedAt }),
  "step-released": z.object({}),
  "step-reassigned": z.object({ to: userId, because: text }),
  "step-completed": z.object({
    outcome: text.optional(),
    fields: z.record(z.string(), text).optional(),
    evidence: seqs.optional(),
    doneAt: instant.optional(),
    claimedAt,
    breakGlass: text.optional(),
  }),
  "step-skipped": z.object({ reasonCode: z.enum(SKIP_REASONS), reason: text }),
  "step-blocked": z.object({ reason: text, needs: text, asked: text.optional(), until: instant.optional() }),
  "step-unblocked": z.object({ changed: text }),
  "step-undone": z.object({ because: text }),
  "check-failed": z.object({ because: text }),
  decided: z.object({
    question: text,
    option: text,
    label: text,
    because: text,
    basis: seqs.optional(),
    confidence: z.enum(["low", "medium", "high"]).optional(),
    reviewAt: instant.optional(),
  }),
  dissented: z.object({ because: text }),
  "evidence-added": z.object({
    kind: z.enum(["file", "value", "reference", "statement"]),
    key: text.optional(),
    value: text.optional(),
    /** As the sender named it; never used as a path. */
    file: z.object({ name: text, type: text, size: z.int() }).optional(),
    happenedAt: instant.optional(),
  }),
  "evidence-hidden": z.object({ because: text }),
  "note-added": z.object({ text, happenedAt: instant.optional(), claimedAt }),
  "pressure-logged": z.object({ from: text, words: text, authority: text.optional() }),
  "entry-corrected": z.object({ text, because: text }),
  "person-joined": z.object({ roles }),
  "roles-set": z.object({ roles }),
  "person-left": z.object({ because: text }),
  "handover-offered": z.object({
    brief: text,
    ifThen: z.array(text).optional(),
    offDutyUntil: instant.optional(),
    /** SHA-256 of the sheet, in hex: whoever replays the log up to here makes it again. */
    sheet: text.optional(),
  }),
  "handover-accepted": z.object({ saysBack: text, sheet: text.optional() }),
  "wall-opened": z.object({ hash: text, until: instant }),
  "wall-closed": z.object({}),
  "approval-requested": z.object({ command: z.custom<Json>(), hash: text }),
  /** By the system: who was asked has not answered, so others are asked too. `until`: the limit it serves. */
  "approval-asked-further": z.object({
    people: z.array(userId),
    unanswered: z.array(userId),
    until: instant,
  }),
  approved: z.object({ hash: text, note: text.optional() }),
  declined: z.object({ because: text }),
  "incident-linked": z.object({ because: text, as: z.enum(LINKS).optional() }),
  "incident-closed": z.object({ because: text }),
  "incident-reopened": z.object({ because: text }),
  "incident-restricted": z.object({ because: text }),
  "restriction-lifted": z.object({ because: text }),
  "let-in-asked": z.object({ second: userId, because: text }),
  "person-let-in": z.object({}),
  "person-invited": z.object({ email: text, roles, until: instant }),
  "invitation-withdrawn": z.object({ because: text }),
  "invitation-accepted": z.object({ roles }),
  "hold-set": z.object({ because: text }),
  "hold-lifted": z.object({ because: text }),
  /** Two people have ordered it; the program does it next. */
  "erasure-ordered": z.object({ slots, ground: z.enum(ERASURE_GROUNDS), because: text }),
  /** By the one who asked for it. Its leaf names the slots. `beyond`: where copies may lie that nobody can call back. */
  "payload-erased": z.object({
    values: z.int(),
    files: z.int(),
    bytes: z.int(),
    beyond: z.array(text),
  }),
  /** By the system: someone who only watches looked, at most once an hour. */
  "visit-recorded": z.object({}),
  /** By the system: someone asked for the address of a restricted incident that is not shown to them. */
  "visit-refused": z.object({}),
  /** By the system, in each log whose team they are on: they may no longer sign in, or may again. */
  "person-deactivated": z.object({}),
  "person-reactivated": z.object({}),
  /** By the system, in each restricted log of theirs: someone came in with a link that `by` made. */
  "sign-in-link-used": z.object({ by: text }),
  /** By the system, in each log: from here on another key signs. `vkey` is the installation's new one. */
  "log-key-changed": z.object({ rotation: z.int(), vkey: text }),
  /** #0 of a log that continues an earlier one; its leaf says which. `kept`: the checkpoint that lay outside. */
  "log-continued": z.object({ who: text, because: text, kept: text.optional() }),
  /** By the system: all that the earlier log held stands before this entry. `earlier` is its origin. */
  "log-carried": z.object({ earlier: text, entries: z.int() }),
} as const satisfies Record<string, z.ZodObject>;

export type Act = keyof typeof FIELDS;
export type FieldsOf<A extends Act> = z.infer<(typeof FIELDS)[A]>;

export const AUTHS = [
  "passkey",
  "password",
  "password-totp",
  "oidc",
  "token",
  "setup",
  "shell",
  "none",
] as const;

/** Who acted, as the leaf records it: `k` what kind, `u` who, `auth` how they proved it. */
export interface By {
  readonly auth: (typeof AUTHS)[number];
  readonly k: "person" | "service" | "system";
  readonly u: string;
}

export interface On {
  readonly t: string;
  readonly id: string;
}

/** A file that has been received and hashed but has no place in a log yet. */
export interface ReceivedFile {
  /** SHA-256(salt ‖ bytes). */
  readonly inner: Uint8Array;
  readonly salt: Uint8Array;
  /** SHA-256 of the bytes alone, in hex: tells a repeated request from another one, and is kept nowhere. */
  readonly content: string;
  /** Where the receiving side keeps the bytes until the entry is written. */
  readonly upload: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** An entry that a decision asks for. It has no number and no time yet. */
export interface Draft {
  readonly act: Act;
  readonly on: On;
  readonly f: Readonly<Record<string, Json>>;
  readonly att?: readonly ReceivedFile[];
  /** Earlier entries this one rests on, ascending. */
  readonly ref?: readonly number[];
  /** Entries of the same decision this one rests on, by their place in it; numbered when appended. */
  readonly refDrafts?: readonly number[];
  /** When the act is not the commanding person's own: an approved act stays its performer's. */
  readonly by?: By;
}

/** An entry as the log gives it back. */
export interface Entry {
  readonly seq: number;
  readonly at: Instant;
  readonly by: By;
  readonly act: string;
  readonly on: On;
  readonly cmd: number;
  readonly seen?: number;
  readonly ref: readonly number[];
  readonly f: Readonly<Record<string, Json | undefined>>;
  /** How many files it carries. */
  readonly att: number;
  /** Of an entry first recorded in an earlier log: its number there, and when it was written into this one. */
  readonly carried?: { readonly seq: number; readonly at: Instant };
  /** What it held and holds no more: `f:<field>`, `att:<index>`. Left out where all is there. */
  readonly gone?: readonly string[];
}

export function draft<A extends Act>(
  act: A,
  on: On,
  fields: FieldsOf<A>,
  more: Pick<Draft, "att" | "ref" | "refDrafts" | "by"> = {},
): Draft {
  const f: Record<string, Json> = {};
  for (const [key, value] of Object.entries(fields)) if (isGiven(value)) f[key] = value;
  return { act, on, f, ...more };
}

function isGiven(value: unknown): value is Json {
  return value !== undefined;
}

/** The field was recorded, whether it is still there or was erased since. */
export function wasGiven(entry: Entry, field: string): boolean {
  return entry.f[field] !== undefined || (entry.gone?.includes(`f:${field}`) ?? false);
}

export function isAct(act: string): act is Act {
  return Object.hasOwn(FIELDS, act);
}

/** The fields still there, each checked alone: an erased or unreadable one is absent, the others stand. */
export function fieldsOf<A extends Act>(act: A, entry: Entry): Partial<FieldsOf<A>> {
  const read: Partial<Record<string, unknown>> = {};
  for (const [key, schema] of Object.entries(FIELDS[act].shape)) {
    const parsed = z.safeParse(schema, entry.f[key]);
    if (parsed.success && parsed.data !== undefined) read[key] = parsed.data;
  }
  return read as Partial<FieldsOf<A>>; // each member has just passed its own schema
}
