import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import type { TeamView } from "./team-view.server.ts";

/** People without an account here, who see this incident alone, until a day. */
export function Outsiders({ team }: { team: TeamView }) {
  const text = useText();
  return (
    <Panel id="outside" title={text("people.from-outside")}>
      <div className="panel__body stack">
        <p>{text("people.from-outside-hint")}</p>
        {team.invitations.map((invitation) => (
          <Open key={invitation.seq} invitation={invitation} mayWithdraw={team.may.lead} />
        ))}
        {team.may.lead && (
          <p>
            <ButtonLink to={`${team.base}/people/invite`}>{text("people.invite-from-outside")}</ButtonLink>
          </p>
        )}
      </div>
    </Panel>
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
