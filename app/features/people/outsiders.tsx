import { Button } from "#app/ui/button.tsx";
import { Choices } from "#app/ui/choices.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { SelectField } from "#app/ui/select-field.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import type { Invited } from "./invited.ts";
import { LinkOnce } from "./link-once.tsx";
import type { TeamView } from "./team-view.server.ts";

/** People without an account here, who see this incident alone, until a day. */
export function Outsiders({ team, invited }: { team: TeamView; invited: Invited | undefined }) {
  const text = useText();
  return (
    <Panel id="outside" title={text("people.from-outside")}>
      <div className="panel__body stack">
        {invited !== undefined && (
          <LinkOnce
            id="invited"
            title={text("people.invited", { email: invited.invited.email })}
            link={invited.invited.link}
            until={invited.invited.expiresAt}
          />
        )}
        {team.invitations.map((invitation) => (
          <Open key={invitation.seq} invitation={invitation} mayWithdraw={team.may.lead} />
        ))}
        {team.may.lead && <InviteForm team={team} />}
      </div>
    </Panel>
  );
}

function InviteForm({ team }: { team: TeamView }) {
  const text = useText();
  return (
    <ActForm id="invite" kind="invite" action={`${team.base}/people?outside`} className="form form--narrow">
      <TextLine
        name="email"
        type="email"
        label={text("people.email")}
        hint={text("people.from-outside-hint")}
        required
      />
      <SelectField
        name="role"
        label={text("people.with-role")}
        chosen="supplier"
        options={team.roleChoices}
      />
      <Choices
        name="days"
        legend={text("people.access-for")}
        row
        chosen="7"
        choices={[7, 30, 90].map((days) => ({
          value: `${days}`,
          label: text("people.days", { count: days }),
        }))}
      />
      <div className="actions">
        <Button>{text("people.make-link")}</Button>
      </div>
    </ActForm>
  );
}

function Open({
  invitation,
  mayWithdraw,
}: {
  invitation: TeamView["invitations"][number];
  mayWithdraw: boolean;
}) {
  const text = useText();
  const rich = useRichText();
  const { seq, email, roleWords, by, at, until } = invitation;
  return (
    <div className="stack stack--tight">
      <p>
        <b>{email}</b>, {roleWords}
      </p>
      <p className="field__hint">
        {rich("people.invited-by", {
          name: by,
          when: <Moment at={at} />,
          until: until === undefined ? text("incidents.erased") : <Moment at={until} show="date" />,
        })}
      </p>
      {mayWithdraw && (
        <Disclosure summary={text("people.withdraw")} className="fold fold--sm">
          <ActForm id={`withdraw-${seq}`} kind="withdraw-invitation" fixed={{ seq }}>
            <TextLine name="because" label={text("people.why-withdraw")} required />
            <div className="actions">
              <Button small>{text("people.withdraw-now")}</Button>
            </div>
          </ActForm>
        </Disclosure>
      )}
    </div>
  );
}
