import { useCallback, useEffect } from "react";
import { Link, redirect, useActionData, useRevalidator } from "react-router";
import { askForPasskey, type PasskeyAsked } from "#app/server/auth/passkeys.ts";
import { accessSentence } from "#app/server/auth/refusal-words.ts";
import { pathAfterSignIn } from "#app/server/auth/require-person.ts";
import { currentPerson } from "#app/server/auth/session.ts";
import { needsSetUp } from "#app/server/auth/set-up.ts";
import { appContext } from "#app/server/context.ts";
import { organisationName } from "#app/server/queries/organisation.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { Gate } from "#app/ui/gate.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { SecretLine } from "#app/ui/secret-line.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import type { Route } from "./+types/sign-in";
import { PasskeyForm } from "./passkey-form.tsx";
import { stageIn } from "./stages.ts";
import { StillAsked } from "./still-asked.tsx";

const PROVIDER_CODES = ["provider-failed", "provider-unknown-person", "provider-break-glass"] as const;
const REFUSED = "That did not work";
/** Before the challenge of the page is too old. */
const FRESH_MS = 8 * 60_000;

export async function loader({ request, context, url }: Route.LoaderArgs) {
  const { door, house } = context.get(appContext);
  const to = url.searchParams.get("to");
  if ((await currentPerson(door, request)) !== undefined) throw redirect(pathAfterSignIn(to));
  if (await needsSetUp(house)) throw redirect("/setup");
  const why = PROVIDER_CODES.find((code) => code === url.searchParams.get("why"));
  return {
    organisation: await organisationName(house),
    goesOn: pathAfterSignIn(to) !== "/incidents",
    search: url.search,
    left: url.searchParams.has("left"),
    passkey: await askForPasskey(door),
    provider: door.oidc?.name,
    refused: why === undefined ? undefined : accessSentence({ code: why }),
  };
}

export { signInAction as action } from "./sign-in-action.server.ts";

export default function SignIn({ loaderData }: Route.ComponentProps) {
  const { organisation, left, refused } = loaderData;
  const stage = stageIn(useActionData());
  return (
    <Gate brand="Sangfroid" note={organisation}>
      <title>Sign in — Sangfroid</title>
      {left && (
        <p className="said" role="status">
          <Icon name="check" />
          <span>You are signed out.</span>
        </p>
      )}
      {refused !== undefined && (
        <div className="errors" role="alert">
          <h2>{REFUSED}</h2>
          <p>{refused}</p>
        </div>
      )}
      {stage === undefined ? <Ways ways={loaderData} /> : <StillAsked stage={stage} />}
      <CannotGetIn search={loaderData.search} />
    </Gate>
  );
}

function Ways({ ways }: { ways: Route.ComponentProps["loaderData"] }) {
  const { goesOn, passkey, provider, search } = ways;
  return (
    <div className="card">
      <h1>Sign in</h1>
      {goesOn && <p>Then you go on to the page you asked for.</p>}
      {passkey !== undefined && (
        <>
          <Passkey asked={passkey} />
          <p className="or">or</p>
        </>
      )}
      <PlainForm id="sign-in" refusedTitle={REFUSED}>
        <TextLine name="email" type="email" label="Work email" autoComplete="username webauthn" required />
        <SecretLine name="password" label="Password" autoComplete="current-password" />
        <div className="actions">
          <Button {...(passkey === undefined ? { kind: "primary" } : {})}>Sign in with password</Button>
        </div>
      </PlainForm>
      {provider !== undefined && (
        <>
          <p className="or">or</p>
          <ButtonLink to={`/signin/provider${search}`} wide download>
            Continue with {provider}
          </ButtonLink>
        </>
      )}
    </div>
  );
}

function Passkey({ asked }: { asked: PasskeyAsked }) {
  const { options, note } = asked;
  const { revalidate } = useRevalidator();
  useEffect(() => {
    const timer = setInterval(() => void revalidate(), FRESH_MS);
    return () => clearInterval(timer);
  }, [revalidate]);
  const fillIn = useCallback(() => {
    const loaded = import("./passkey-browser.ts");
    return {
      answer: loaded.then(({ passkeyFilledIn }) => passkeyFilledIn(options)),
      stop: () => void loaded.then(({ stopFillingIn }) => stopFillingIn()),
    };
  }, [options]);
  const ask = async () => (await import("./passkey-browser.ts")).answerWithPasskey(options);
  return (
    <PasskeyForm id="passkey" note={note} ask={ask} await={fillIn} refusedTitle={REFUSED}>
      <div className="needs-script">
        <Button kind="primary" wide icon="passkey">
          Use a passkey
        </Button>
      </div>
    </PasskeyForm>
  );
}

function CannotGetIn({ search }: { search: string }) {
  return (
    <section className="stack stack--tight" aria-labelledby="cant">
      <h2 id="cant">Can't get in?</h2>
      <ul className="stack stack--tight sm">
        <li>
          <Link to={`/signin/recovery${search}`}>Use a recovery code</Link>
        </li>
        <li>A break-glass account signs in here too. It needs two people.</li>
        <li>An administrator can make you a sign-in link. What was recorded is safe in the meantime.</li>
      </ul>
    </section>
  );
}
