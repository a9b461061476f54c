import { data, redirect, useActionData } from "react-router";
import { z } from "zod";
import type { AnyText } from "#app/content/messages/keys.ts";
import { words } from "#app/core/incident/text.ts";
import { isUserId } from "#app/core/shared/ids.ts";
import type { Result } from "#app/core/shared/result.ts";
import { setBreakGlass } from "#app/server/auth/break-glass.ts";
import {
  changeRole,
  consequencesOf,
  deactivate,
  everyone,
  type ManageRefusal,
  reactivate,
  signOutEverywhere,
} from "#app/server/auth/manage-people.ts";
import { byOf, type SignedIn } from "#app/server/auth/session.ts";
import { makeSignInLink } from "#app/server/auth/sign-in-link.ts";
import { appContext } from "#app/server/context.ts";
import type { House } from "#app/server/house.server.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { sentenceOf, statusOf } from "#app/server/refusals.ts";
import type { Person } from "#app/server/store/rows.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { PageTitle } from "#app/ui/page-title.tsx";
import { useText } from "#app/ui/text.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import { asideUntilProved } from "../act/put-aside.server.ts";
import { type Invited, isInvited } from "../people/invited.ts";
import type { Route } from "./+types/person";
import { requireAdministrator } from "./administrators.server.ts";
import { GIVEN_ROLES } from "./installation-roles.ts";
import { PersonForms } from "./person-forms.tsx";

export async function loader({ context, params, url }: Route.LoaderArgs) {
  const { door, house } = context.get(appContext);
  const signedIn = requireAdministrator(context);
  const row = (await everyone(house, door.now())).find(({ person }) => person.id === params.person);
  if (row === undefined) throw data(null, { status: 404 });
  const { person, ...rest } = row;
  return {
    ...rest,
    id: person.id,
    name: person.name,
    email: person.email,
    role: person.role,
    active: person.active,
    accessUntil: person.accessUntil,
    isMe: person.id === signedIn.person.id,
    since: person.createdAt,
    consequences: await consequencesOf(house, signedIn, person.id),
    done: DONE.find((act) => act === url.searchParams.get("done")),
  };
}

const DONE = ["role", "sign-out", "break-glass", "deactivate", "reactivate"] as const;

/** Each act on an account asks who is at the keyboard. */
export async function action({ request, context, params, url }: Route.ActionArgs) {
  const { door, house, origin } = context.get(appContext);
  const signedIn = requireAdministrator(context);
  const text = textIn(context);
  const id = params.person;
  const person = isUserId(id) ? await house.store.snapshot((reads) => reads.person(id)) : undefined;
  if (person === undefined) throw data(null, { status: 404 });
  const form = await readForm(request);
  const toProof = await asideUntilProved(door, signedIn, form, url);
  if (toProof !== undefined) return toProof;
  const kind = textOf(form, "kind");
  if (kind === "link") {
    const secondStep = form.has("forget") ? "forgotten" : "kept";
    const link = await makeSignInLink(house, byOf(signedIn), person.email, { secondStep });
    if (!link.ok) return refused(form, link.error, text);
    const { path, expiresAt } = link.value;
    return data<Invited>({ invited: { email: person.email, link: origin + path, expiresAt } });
  }
  const done = await managed(house, signedIn, person, form);
  if (done === undefined) {
    return refusedPlainForm(form, 400, [{ field: "because", message: text("act.needed") }]);
  }
  if (!done.ok) return refused(form, done.error, text);
  return redirect(`${url.pathname}?done=${kind}`, 303);
}

/** undefined: the reason is missing, or too long. */
async function managed(
  house: House,
  signedIn: SignedIn,
  person: Person,
  form: FormData,
): Promise<Result<Person, ManageRefusal> | undefined> {
  switch (textOf(form, "kind")) {
    case "role": {
      const role = z.enum(GIVEN_ROLES).safeParse(textOf(form, "role"));
      return role.success ? changeRole(house, signedIn, person.id, role.data) : undefined;
    }
    case "sign-out":
      return signOutEverywhere(house, signedIn, person.id);
    case "break-glass":
      return setBreakGlass(house, byOf(signedIn), person.email, textOf(form, "needs") === "two");
    case "reactivate":
      return reactivate(house, signedIn, person.id);
    case "deactivate": {
      const because = words.safeParse(textOf(form, "because"));
      return because.success ? deactivate(house, signedIn, person.id, because.data) : undefined;
    }
    default:
      return undefined;
  }
}

function refused(form: FormData, refusal: ManageRefusal, text: AnyText) {
  switch (refusal.code) {
    case "no-such-person":
    case "last-administrator":
    case "guest-role":
    case "no-change":
      return refusedPlainForm(form, 422, [{ message: text(`people.no-${refusal.code}`) }]);
    default:
      return refusedPlainForm(form, statusOf(refusal), [{ message: sentenceOf(refusal, text) }]);
  }
}

export default function PersonPage({ loaderData }: Route.ComponentProps) {
  const text = useText();
  const answer: unknown = useActionData();
  return (
    <>
      <PageTitle name={loaderData.name} />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>{loaderData.name}</h1>
          <p className="muted">{loaderData.email}</p>
        </div>
      </div>
      {loaderData.done !== undefined && (
        <p className="said" role="status">
          {text(`people.done-${loaderData.done}`)}
        </p>
      )}
      <PersonForms person={loaderData} link={isInvited(answer) ? answer : undefined} />
    </>
  );
}
