import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { StateMark } from "#app/ui/state-mark.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import type { AccountView, PasskeyView } from "./account-view.server.ts";

/** How this person signs in, and what they can do about it. */
export function WaysIn({ account }: { account: AccountView }) {
  const { password, passkeys, secondStepSince, recoveryCodes, provider } = account;
  return (
    <Panel title="How you sign in">
      <ul className="rows">
        {passkeys.map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} />
        ))}
        <li>
          <div className="rows__t">
            <b>{passkeys.length === 0 ? "No passkey yet" : "Another device"}</b>
            <small>
              A passkey is your fingerprint, face or screen lock. Nothing to remember, nothing to steal.
            </small>
          </div>
          <ButtonLink to="/settings/account/passkey" icon="passkey" small>
            Add a passkey
          </ButtonLink>
        </li>
        <li>
          <div className="rows__t">
            <b>Password</b>
            <small>{password ? "15 characters or more, known to you alone." : "You have none."}</small>
          </div>
          <ButtonLink to="/settings/account/password" small>
            {password ? "Change the password" : "Set a password"}
          </ButtonLink>
        </li>
        <li>
          <div className="rows__t">
            <b>Code from an app, after the password</b>
            <small>
              {secondStepSince === undefined ? (
                "Off. With a passkey you don't need it: a passkey is both in one."
              ) : (
                <>
                  On since <Moment at={secondStepSince} />.
                </>
              )}
            </small>
          </div>
          {secondStepSince === undefined ? (
            <ButtonLink to="/settings/account/two-step" small>
              Set up codes
            </ButtonLink>
          ) : (
            <PlainForm id="second-step" fixed={{ kind: "remove-second-step" }} refusedTitle="Not removed">
              <Button small>Turn codes off</Button>
            </PlainForm>
          )}
        </li>
        <li>
          <div className="rows__t">
            <b>Recovery codes</b>
            <small>
              {recoveryCodes === 0 ? (
                <StateMark icon="soon" tone="warn">
                  None: without your phone you could not get in
                </StateMark>
              ) : (
                `${recoveryCodes} left, on the paper you printed.`
              )}
            </small>
          </div>
          <ButtonLink to="/settings/account/recovery-codes" small>
            Make new codes
          </ButtonLink>
        </li>
        {provider !== undefined && (
          <li>
            <div className="rows__t">
              <b>{provider}</b>
              <small>Your organisation's own sign-in knows you by your email.</small>
            </div>
          </li>
        )}
      </ul>
    </Panel>
  );
}

function PasskeyRow({ passkey }: { passkey: PasskeyView }) {
  const { id, name, since, used } = passkey;
  return (
    <li>
      <div className="rows__t">
        <b>{name}</b>
        <small>
          Passkey, made <Moment at={since} />,{" "}
          {used === undefined ? (
            "not used yet."
          ) : (
            <>
              last used <Moment at={used} />.
            </>
          )}
        </small>
      </div>
      <PlainForm id={`passkey-${id}`} fixed={{ kind: "remove-passkey", id }} refusedTitle="Not removed">
        <Button small>
          Remove<span className="sr"> {name}</span>
        </Button>
      </PlainForm>
    </li>
  );
}
