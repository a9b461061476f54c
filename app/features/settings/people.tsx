import { data, redirect, useActionData } from "react-router";
import {
  invitedFields,
  invitePerson,
  openInvitations,
  withdrawInvitations,
} from "#app/server/auth/invitations.ts";
import { everyone } from "#app/server/auth/manage-people.ts";
import { byOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { sentenceOf, statusOf } from "#app/server/refusals.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Choices } from "#app/ui/choices.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import { problemsIn } from "../act/problems.server.ts";
import { asideUntilProved } from "../act/put-aside.server.ts";
import { type Invited, isInvited } from "../people/invited.ts";
import { LinkOnce } from "../people/link-once.tsx";
import type { Route } from "./+types/people";
import { requireAdministrator } from "./administrators.server.ts";
import { GIVEN_ROLES, INSTALLATION_ROLE_NOTES, INSTALLATION_ROLE_WORDS } from "./installation-roles.ts";
import { PeopleTable } from "./people-table.tsx";
import { SettingsTabs } from "./settings-tabs.tsx";

export async function loader({ context }: Route.LoaderArgs) {
  const { door, house } = context.get(appContext);
  const { person: me } = requireAdministrator(context);
  const rows = await everyone(house, door.now());
  const invitations = await openInvitations(door);
  return {
    people: rows.map(({ person, ...row }) => ({
      ...row,
      id: person.id,
      name: person.name,
      email: person.email,
      role: person.role,
      active: person.active,
      accessUntil: person.accessUntil,
      isMe: person.id === me.id,
    })),
    invitations: invitations.map(({ id, email, role, by, expiresAt }) => ({
      id,
      email,
      role,
      by,
      expiresAt,
    })),
  };
}

/** Inviting asks who is at the keyboard; withdrawing takes away, and does not. */
export async function action({ request, context, url }: Route.ActionArgs) {
  const { door, house, origin } = context.get(appContext);
  const signedIn = requireAdministrator(context);
  const text = textIn(context);
  const form = await readForm(request);
  if (textOf(form, "kind") === "withdraw") {
    const id = textOf(form, "id");
    const withdrawn = await withdrawInvitations(
      house,
      byOf(signedIn),
      (one) => one.id === id && one.incident === null,
    );
    if (withdrawn.ok) return redirect("/settings/people", 303);
    return refusedPlainForm(form, statusOf(withdrawn.error), [
      { message: sentenceOf(withdrawn.error, text) },
    ]);
  }
  const given = { email: textOf(form, "email"), role: textOf(form, "role") };
  const wanted = invitedFields.safeParse(given, { reportInput: true });
  if (!wanted.success) return refusedPlainForm(form, 400, problemsIn(wanted.error, text));
  const toProof = await asideUntilProved(door, signedIn, form, url);
  if (toProof !== undefined) return toProof;
  const link = await invitePerson(house, signedIn, wanted.data);
  if (!link.ok) {
    if (link.error.code === "email-taken")
      return refusedPlainForm(form, 422, [{ field: "email", message: text("people.email-taken") }]);
    return refusedPlainForm(form, statusOf(link.error), [{ message: sentenceOf(link.error, text) }]);
  }
  const { path, expiresAt } = link.value;
  return data<Invited>({ invited: { email: wanted.data.email, link: origin + path, expiresAt } });
}

/** Everyone who can sign in or could, and invitations on their way. */
export default function People({ loaderData }: Route.ComponentProps) {
  const { people, invitations } = loaderData;
  const text = useText();
  const answer: unknown = useActionData();
  return (
    <>
      <PageTitle name={text("people.title")} />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>{text("settings.title")}</h1>
        </div>
      </div>
      <section className="panel" aria-labelledby="people-h">
        <SettingsTabs />
        <div className="panel__head">
          <h2 id="people-h">{text("people.people-count", { count: people.length })}</h2>
          <ButtonLink to="#invite" kind="primary" small icon="plus">
            {text("people.invite-someone")}
          </ButtonLink>
        </div>
        <PeopleTable people={people} />
      </section>
      <Panel id="invite" title={text("people.invite-someone")}>
        <div className="panel__body stack">
          {isInvited(answer) && (
            <LinkOnce
              id="invited"
              title={text("people.invited", { email: answer.invited.email })}
              link={answer.invited.link}
              until={answer.invited.expiresAt}
            />
          )}
          <InviteForm />
        </div>
      </Panel>
      {invitations.length > 0 && <Pending invitations={invitations} />}
    </>
  );
}

function InviteForm() {
  const text = useText();
  return (
    <PlainForm id="invite-person" fixed={{ kind: "invite" }} refusedTitle={text("people.not-invited")}>
      <TextLine
        name="email"
        type="email"
        label={text("people.email")}
        hint={text("people.email-hint")}
        required
      />
      <Choices
        name="role"
        legend={text("people.role-here")}
        chosen="member"
        choices={GIVEN_ROLES.map((role) => ({
          value: role,
          label: text(INSTALLATION_ROLE_WORDS[role]),
          note: text(INSTALLATION_ROLE_NOTES[role]),
        }))}
      />
      <div className="actions">
        <Button>{text("people.make-link")}</Button>
      </div>
    </PlainForm>
  );
}

function Pending({ invitations }: { invitations: Route.ComponentProps["loaderData"]["invitations"] }) {
  const text = useText();
  const rich = useRichText();
  return (
    <Panel title={text("people.on-their-way")}>
      <ul className="rows">
        {invitations.map(({ id, email, role, by, expiresAt }) => (
          <li key={id}>
            <div className="rows__t">
              <b>{email}</b>
              <small>
                {rich("people.invited-as", {
                  role: text(INSTALLATION_ROLE_WORDS[role]),
                  name: by,
                  until: <Moment at={expiresAt} />,
                })}
              </small>
            </div>
            <PlainForm
              id={`withdraw-${id}`}
              fixed={{ kind: "withdraw", id }}
              refusedTitle={text("people.not-withdrawn")}
            >
              <Button small>
                {rich(
                  "people.withdraw-whose",
                  { email },
                  { email: (words) => <span className="sr">{words}</span> },
                )}
              </Button>
            </PlainForm>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
