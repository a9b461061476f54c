import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { By } from "#app/core/incident/entry.ts";
import { INSTALLATION_ROLES } from "#app/core/incident/permission.ts";
import { idFrom, isUserId, type UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { type Administered, administer } from "../administer.server.ts";
import type { House } from "../house.server.ts";
import type { EntryDraft } from "../log/append.ts";
import type { ServerRefusal } from "../refusals.ts";
import type { Tx } from "../store/port.ts";
import type { Person } from "../store/rows.ts";
import { hashPassword, newPassword } from "./password.ts";
import { email, personName } from "./person-fields.ts";

export const newPerson = z.strictObject({
  email,
  name: personName,
  role: z.enum(INSTALLATION_ROLES),
  password: newPassword.exactOptional(),
});
export type NewPerson = z.infer<typeof newPerson>;

export type PersonRefusal = { readonly code: "email-taken"; readonly email: string } | ServerRefusal;

/** Adds someone, who may sign in at once when a password is given. */
export async function addPerson(
  house: House,
  by: By,
  wanted: NewPerson,
): Promise<Result<Administered<Person>, PersonRefusal>> {
  const password = wanted.password === undefined ? undefined : await hashPassword(wanted.password);
  return administer(house, by, async (tx, at) => {
    const person = await insertPerson(tx, wanted, password, at);
    return person === undefined
      ? no({ code: "email-taken", email: wanted.email })
      : ok({ value: person, entries: [personAdded(person, password === undefined ? "none" : "given")] });
  });
}

/** Undefined when the address is someone's already. `password` is the hash to keep. */
export async function insertPerson(
  tx: Tx,
  wanted: NewPerson & { readonly accessUntil?: Instant },
  password: string | undefined,
  at: Instant,
): Promise<Person | undefined> {
  if ((await tx.personByEmail(wanted.email)) !== undefined) return undefined;
  const { email: address, name, role } = wanted;
  const person: Person = {
    id: freshUserId(),
    email: address,
    name,
    role,
    active: true,
    createdAt: at,
    accessUntil: wanted.accessUntil ?? null,
  };
  await tx.addPerson(person);
  if (password !== undefined) await tx.setPassword(person.id, password, at);
  return person;
}

/** Given: whoever added them knows it too. Chosen: by the person, as they came in. */
type FirstPassword = "none" | "given" | "chosen";

export function personAdded({ id, name, email: address, role }: Person, password: FirstPassword): EntryDraft {
  return { act: "person-added", on: { t: "person", id }, f: { name, email: address, role, password } };
}

function freshUserId(): UserId {
  const id = `u_${idFrom(randomBytes(17))}`;
  if (!isUserId(id)) throw new Error("u_ and an Id is a person's id");
  return id;
}
