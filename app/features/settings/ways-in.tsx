import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { StateMark } from "#app/ui/state-mark.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import type { AccountView, PasskeyView } from "./account-view.server.ts";
import { quiet } from "./quiet.tsx";

/** How this person signs in, and what they can do about it. */
export function WaysIn({ account }: { account: AccountView }) {
  const { password, passkeys, secondStepSince, recoveryCodes, provider } = account;
  const text = useText();
  return (
    <Panel id="ways" title={text("account.ways")}>
      <ul className="rows">
        {passkeys.map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} />
        ))}
        <li>
          <What
            name={text(passkeys.length === 0 ? "account.no-passkey-yet" : "account.another-device")}
            note={text("account.what-passkey")}
          />
          <ButtonLink to="/settings/account/passkey" icon="passkey" small>
            {text("account.add-passkey")}
          </ButtonLink>
        </li>
        <li>
          <What
            name={text("account.password")}
            note={text(password ? "account.has-password" : "account.has-no-password")}
          />
          <ButtonLink to="/settings/account/password" small>
            {text(password ? "account.change-password" : "account.set-password")}
          </ButtonLink>
        </li>
        <CodesRow since={secondStepSince} />
        <li>
          <What
            name={text("account.recovery")}
            note={
              recoveryCodes === 0 ? (
                <StateMark icon="soon" tone="warn">
                  {text("account.recovery-none")}
                </StateMark>
              ) : (
                text("account.recovery-left", { count: recoveryCodes })
              )
            }
          />
          <ButtonLink to="/settings/account/recovery-codes" small>
            {text("account.make-recovery")}
          </ButtonLink>
        </li>
        {provider !== undefined && (
          <li>
            <What name={provider} note={text("account.provider-what")} />
          </li>
        )}
      </ul>
    </Panel>
  );
}

function What({ name, note }: { name: string; note: React.ReactNode }) {
  return (
    <div className="rows__t">
      <b>{name}</b>
      <small>{note}</small>
    </div>
  );
}

function CodesRow({ since }: { since: string | undefined }) {
  const text = useText();
  const rich = useRichText();
  const note =
    since === undefined
      ? text("account.codes-off")
      : rich("account.codes-since", { when: <Moment at={since} /> });
  return (
    <li>
      <What name={text("account.codes")} note={note} />
      {since === undefined ? (
        <ButtonLink to="/settings/account/two-step" small>
          {text("account.set-up-codes")}
        </ButtonLink>
      ) : (
        <PlainForm
          id="second-step"
          fixed={{ kind: "remove-second-step" }}
          refusedTitle={text("account.not-removed")}
        >
          <Button small>{text("account.turn-codes-off")}</Button>
        </PlainForm>
      )}
    </li>
  );
}

function PasskeyRow({ passkey }: { passkey: PasskeyView }) {
  const { id, name, since, used } = passkey;
  const text = useText();
  const rich = useRichText();
  const made = <Moment at={since} />;
  const note =
    used === undefined
      ? rich("account.passkey-unused", { since: made })
      : rich("account.passkey-used", { since: made, used: <Moment at={used} /> });
  return (
    <li>
      <What name={name} note={note} />
      <PlainForm
        id={`passkey-${id}`}
        fixed={{ kind: "remove-passkey", id }}
        refusedTitle={text("account.not-removed")}
      >
        <Button small>{rich("account.remove", { name }, { quiet })}</Button>
      </PlainForm>
    </li>
  );
}
