import { z } from "zod";
import type { Door } from "#app/server/auth/door.ts";
import type { Person } from "#app/server/store/rows.ts";

// A draft is its writer's own: no log, no page and no other person knows of it. It is sealed for its place, so that
// a row that is moved to another person or form opens nowhere.

export type Drafts = Readonly<Record<string, Readonly<Record<string, string>>>>;

const PURPOSE = "draft";
/** Of all fields together: three hundred pages. */
const LONGEST = 512 * 1024;

export const draftSchema = z
  .strictObject({
    page: z.string().regex(/^\/[\w/.-]{0,300}$/),
    form: z.string().regex(/^[\w.-]{1,100}$/),
    values: z.record(z.string().max(100), z.string()),
  })
  .refine(({ values }) => JSON.stringify(values).length <= LONGEST, "That is too long for a draft.");

/** What was typed last; nothing at all is no draft any more. False where nothing may be written now. */
export async function keepDraft(
  { house, seal, now }: Door,
  { id: person }: Person,
  { page, form, values }: z.infer<typeof draftSchema>,
): Promise<boolean> {
  if (house.standing !== "sound") return false;
  const typed = Object.values(values).some((value) => value.trim() !== "");
  await house.store.transact(async (tx) => {
    if (!typed) return tx.removeDraft(person, page, form);
    const body = seal.close(purposeOf(person, page, form), JSON.stringify(values));
    return tx.setDraft({ person, page, form, body, at: now() });
  });
  return true;
}

/** By the ids of the page's forms. */
export async function draftsOn({ house, seal }: Door, { id }: Person, page: string): Promise<Drafts> {
  const rows = await house.store.snapshot((reads) => reads.drafts(id, page));
  const drafts: Record<string, Record<string, string>> = {};
  for (const { form, body } of rows) {
    const text = seal.open(purposeOf(id, page, form), body);
    // Sealed with a key that is no more: nobody reads it again.
    if (text !== undefined) drafts[form] = z.record(z.string(), z.string()).parse(JSON.parse(text));
  }
  return drafts;
}

/** It was recorded, or is not wanted any more. Costs no write where there is none. */
export async function forgetDraft(
  { house }: Door,
  { id }: Person,
  page: string,
  form: string,
): Promise<void> {
  const kept = await house.store.snapshot((reads) => reads.drafts(id, page));
  if (!kept.some((draft) => draft.form === form)) return;
  await house.store.transact((tx) => tx.removeDraft(id, page, form));
}

function purposeOf(person: string, page: string, form: string): string {
  return `${PURPOSE} ${person} ${page}#${form}`;
}
