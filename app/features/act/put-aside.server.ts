import { redirect } from "react-router";
import { z } from "zod";
import { addSeconds } from "#app/core/shared/instant.ts";
import type { Door } from "#app/server/auth/door.ts";
import { newSecret, secretHash } from "#app/server/auth/secret.ts";
import { hasProved, type SignedIn } from "#app/server/auth/session.ts";
import { textOf } from "#app/server/http/form.ts";
import type { OneTime } from "#app/server/store/rows.ts";

// A form whose act needs a fresh proof is put aside, sealed, while its person proves themselves. Then it stands
// there again with everything that was typed.

const KEPT_SECONDS = 15 * 60;
const PURPOSE = "form put aside";
const SECRET = /password|^code$/i;

export interface Aside {
  readonly form: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Off to the proof, and from there back to `page`, where the form is filled again. */
export async function putAside(door: Door, signedIn: SignedIn, form: FormData, page: string) {
  const secret = newSecret();
  const body = door.seal.close(PURPOSE, JSON.stringify(textsToKeep(form)));
  const { id: person } = signedIn.person;
  const expiresAt = addSeconds(door.now(), KEPT_SECONDS);
  await door.house.store.transact((tx) =>
    tx.setOneTime({ hash: secretHash(secret), kind: "form", person, body, expiresAt }),
  );
  const url = new URL(page, door.origin);
  await forgetAside(door, signedIn, url);
  url.searchParams.set("aside", secret); // in place of one that was put aside before
  url.hash = textOf(form, "form");
  const to = url.pathname + url.search + url.hash;
  return redirect(`/reauth?${new URLSearchParams({ to })}`, 303);
}

/** The way to the proof, with the form put aside; undefined for whoever has proved themselves: what waited is used now. */
export async function asideUntilProved(door: Door, signedIn: SignedIn, form: FormData, url: URL) {
  if (!hasProved(signedIn, door.now())) return putAside(door, signedIn, form, url.pathname);
  await forgetAside(door, signedIn, url);
  return undefined;
}

/** Every text of a form but its secrets. */
export function textsToKeep(form: FormData): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === "string" && !SECRET.test(name)) texts[name] = value;
  return texts;
}

/**
 * The form that this person put aside, or sent when their sign-in had ended; undefined when it is someone else's,
 * or too old.
 */
export async function formAside(door: Door, signedIn: SignedIn, url: URL): Promise<Aside | undefined> {
  const secret = url.searchParams.get("aside");
  if (secret === null) return undefined;
  const parked = door.parked.get(secret, door.house.clock().wall);
  if (parked !== undefined) {
    // Whoever signs in next on a shared device is not shown what the one before them typed.
    if ((parked.by ?? signedIn.person.id) !== signedIn.person.id) return undefined;
    return { form: parked.form ?? "", values: parked };
  }
  const row = await door.house.store.snapshot((reads) => reads.oneTime(secretHash(secret)));
  if (row?.kind !== "form" || row.person !== signedIn.person.id || door.now() >= row.expiresAt)
    return undefined;
  const text = door.seal.open(PURPOSE, row.body);
  if (text === undefined) return undefined;
  const values = z.record(z.string(), z.string()).parse(JSON.parse(text));
  return { form: values.form ?? "", values };
}

/** It was recorded, or is not wanted any more. Costs no write where there is none. */
export async function forgetAside({ house }: Door, { person }: SignedIn, url: URL): Promise<void> {
  const secret = url.searchParams.get("aside");
  if (secret === null) return;
  const hash = secretHash(secret);
  const isTheirs = (row: OneTime | undefined) => row?.kind === "form" && row.person === person.id;
  if (!isTheirs(await house.store.snapshot((reads) => reads.oneTime(hash)))) return;
  await house.store.transact((tx) => tx.removeOneTime(hash));
}
