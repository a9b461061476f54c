import { Link, useActionData } from "react-router";
import { ROLES } from "#app/core/playbook/template.ts";
import { Button } from "#app/ui/button.tsx";
import { Choices } from "#app/ui/choices.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { SelectField } from "#app/ui/select-field.tsx";
import { useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import { seenIncident } from "../incidents/incident.server.ts";
import { ROLE_WORDS } from "../incidents/people-view.server.ts";
import type { Route } from "./+types/invite";
import { ACCESS_DAYS } from "./access-days.ts";
import { isInvited } from "./invited.ts";
import { LinkOnce } from "./link-once.tsx";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { incident, me, text } = await seenIncident(context, params);
  return {
    base: `/i/${incident.ref}`,
    may: (incident.people.get(me)?.roles?.includes("lead") ?? false) && incident.closed === undefined,
    roles: ROLES.filter((role) => role !== "lead").map((role) => ({
      value: role,
      label: text(ROLE_WORDS[role]),
    })),
  };
}

export { inviteFromOutside as action } from "./invite.server.ts";

/** Someone without an account here: the answer is the link, shown this once. */
export default function Invite({ loaderData }: Route.ComponentProps) {
  const { base, may, roles } = loaderData;
  const text = useText();
  const answer: unknown = useActionData();
  return (
    <>
      <PageTitle name={text("people.from-outside")} />
      <h1>{text("people.from-outside")}</h1>
      {isInvited(answer) && (
        <LinkOnce
          id="invited"
          title={text("people.invited", { email: answer.invited.email })}
          link={answer.invited.link}
          until={answer.invited.expiresAt}
        />
      )}
      {may ? (
        <ActForm id="invite" kind="invite" className="form form--narrow">
          <TextLine
            name="email"
            type="email"
            label={text("people.email")}
            hint={text("people.from-outside-hint")}
            required
          />
          <SelectField name="role" label={text("people.with-role")} chosen="supplier" options={roles} />
          <Choices
            name="days"
            legend={text("people.access-for")}
            row
            chosen="7"
            choices={ACCESS_DAYS.map((days) => ({
              value: `${days}`,
              label: text("people.days", { count: days }),
            }))}
          />
          <div className="actions">
            <Button kind="primary">{text("people.make-link")}</Button>
          </div>
        </ActForm>
      ) : (
        <p>{text("people.lead-invites")}</p>
      )}
      <p>
        <Link to={`${base}/people`}>{text("people.back")}</Link>
      </p>
    </>
  );
}
