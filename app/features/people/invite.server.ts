import { type ActionFunctionArgs, data } from "react-router";
import { z } from "zod";
import { commandSchema } from "#app/core/incident/command.ts";
import { addSeconds } from "#app/core/shared/instant.ts";
import { inviteGuest } from "#app/server/auth/invitations.ts";
import { email } from "#app/server/auth/person-fields.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { execute } from "#app/server/execute.server.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { incidentFor } from "#app/server/visibility.ts";
import { refIn } from "../act/act.server.ts";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import { problemsIn } from "../act/problems.server.ts";
import { asideUntilProved } from "../act/put-aside.server.ts";
import { refusedBy } from "../act/refusal-answer.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import { ACCESS_DAYS } from "./access-days.ts";
import type { Invited } from "./invited.ts";

const fields = z.object({
  email,
  role: z.string().min(1),
  days: z.coerce.number().refine((days) => ACCESS_DAYS.some((known) => known === days)),
});

/** The entry in the incident first, then the link to it: a link that leads nowhere is worse than none. */
export async function inviteFromOutside({ request, params, context, url }: ActionFunctionArgs) {
  const { house, door, origin } = context.get(appContext);
  const signedIn = context.get(signedInContext);
  const text = textIn(context);
  const ref = refIn(params);
  const actor = actorOf(signedIn, door.now());
  if ((await incidentFor(house, actor, ref)) === undefined) throw data(null, { status: 404 });
  const form = await readForm(request);
  const given = { email: textOf(form, "email"), role: textOf(form, "role"), days: textOf(form, "days") };
  const wanted = fields.safeParse(given, { reportInput: true });
  if (!wanted.success) return refusedPlainForm(form, 400, problemsIn(wanted.error, text));
  const until = addSeconds(door.now(), wanted.data.days * 24 * 3600);
  const invite = { kind: "invite", email: wanted.data.email, roles: [wanted.data.role], until };
  const command = commandSchema.safeParse(invite, { reportInput: true });
  if (!command.success || command.data.kind !== "invite") {
    return refusedPlainForm(form, 400, [{ field: "role", message: text("act.choose-one") }]);
  }
  const known = await house.store.snapshot((reads) => reads.personByEmail(wanted.data.email));
  if (known !== undefined) {
    return refusedPlainForm(form, 422, [{ field: "email", message: text("people.known-already") }]);
  }
  // Someone from outside comes in: who is at the keyboard is asked once more.
  const toProof = await asideUntilProved(door, signedIn, form, url);
  if (toProof !== undefined) return toProof;
  const key = textOf(form, "request");
  const done = await execute(house, actor, ref, command.data, key === "" ? {} : { idempotencyKey: key });
  if (!done.ok) return refusedBy(form, done.error, text);
  const seq = done.value.entries[0]?.seq ?? 0;
  const link = await inviteGuest(house, signedIn, { email: wanted.data.email, until, ref, seq });
  if (!link.ok) return refusedPlainForm(form, 422, [{ message: text("people.known-already") }]);
  const { path, expiresAt } = link.value;
  return data<Invited>({ invited: { email: wanted.data.email, link: origin + path, expiresAt } });
}
