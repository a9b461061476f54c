import { useCallback, useEffect } from "react";
import { Link, redirect, useActionData, useRevalidator } from "react-router";
import { askForPasskey, type PasskeyAsked } from "#app/server/auth/passkeys.ts";
import { accessSentence } from "#app/server/auth/refusal-words.ts";
import { pathAfterSignIn } from "#app/server/auth/require-person.ts";
import { currentPerson } from "#app/server/auth/session.ts";
import { needsSetUp } from "#app/server/auth/set-up.ts";
import { appContext } from "#app/server/context.ts";
import { organisationName } from "#app/server/queries/organisation.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { Gate } from "#app/ui/gate.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { SecretLine } from "#app/ui/secret-line.tsx";
import { useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { Failed } from "../frame/failed.tsx";
import type { Route } from "./+types/sign-in";
import { PasskeyForm } from "./passkey-form.tsx";
import { stageIn } from "./stages.ts";
import { StillAsked } from "./still-asked.tsx";

const PROVIDER_CODES = ["provider-failed", "provider-unknown-person", "provider-break-glass"] as const;
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
    refused: why === undefined ? undefined : accessSentence({ code: why }, textIn(context)),
  };
}

export { signInAction as action } from "./sign-in-action.server.ts";

export default function SignIn({ loaderData }: Route.ComponentProps) {
  const { organisation, left, refused } = loaderData;
  const text = useText();
  const stage = stageIn(useActionData());
  useEffect(() => {
    // Signed out, nothing of the person stays on this device.
    if (left) void import("../offline/keep-pages.ts").then(({ forgetEverything }) => forgetEverything());
  }, [left]);
  return (
    <Gate brand="Sangfroid" note={organisation}>
      <title>{`${text("sign-in.title")} — Sangfroid`}</title>
      {left && (
        <p className="said" role="status">
          <Icon name="check" />
          <span>{text("sign-in.you-left")}</span>
        </p>
      )}
      {refused !== undefined && (
        <div className="errors" role="alert">
          <h2>{text("sign-in.did-not-work")}</h2>
          <p>{refused}</p>
        </div>
      )}
      {stage === undefined ? <Ways ways={loaderData} /> : <StillAsked stage={stage} />}
      {stage === undefined && <CannotGetIn search={loaderData.search} />}
    </Gate>
  );
}

function Ways({ ways }: { ways: Route.ComponentProps["loaderData"] }) {
  const { goesOn, passkey, provider, search } = ways;
  const text = useText();
  return (
    <div className="card">
      <h1>{text("sign-in.title")}</h1>
      {goesOn && <p>{text("sign-in.goes-on")}</p>}
      {passkey !== undefined && (
        <>
          <Passkey asked={passkey} />
          <p className="or">{text("sign-in.or")}</p>
        </>
      )}
      <PlainForm id="sign-in" refusedTitle={text("sign-in.did-not-work")}>
        <TextLine
          name="email"
          type="email"
          label={text("sign-in.email")}
          autoComplete="username webauthn"
          required
        />
        <SecretLine name="password" label={text("sign-in.password")} autoComplete="current-password" />
        <div className="actions">
          <Button {...(passkey === undefined ? { kind: "primary" } : {})}>
            {text("sign-in.with-password")}
          </Button>
        </div>
      </PlainForm>
      {provider !== undefined && (
        <>
          <p className="or">{text("sign-in.or")}</p>
          <ButtonLink to={`/signin/provider${search}`} wide download>
            {text("sign-in.continue-with", { provider })}
          </ButtonLink>
        </>
      )}
    </div>
  );
}

function Passkey({ asked }: { asked: PasskeyAsked }) {
  const text = useText();
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
    <PasskeyForm
      id="passkey"
      note={note}
      ask={ask}
      await={fillIn}
      refusedTitle={text("sign-in.did-not-work")}
    >
      <div className="needs-script">
        <Button kind="primary" wide icon="passkey">
          {text("sign-in.use-passkey")}
        </Button>
      </div>
    </PasskeyForm>
  );
}

function CannotGetIn({ search }: { search: string }) {
  const text = useText();
  return (
    <section className="stack stack--tight" aria-labelledby="cant">
      <h2 id="cant">{text("sign-in.cannot")}</h2>
      <ul className="stack stack--tight sm">
        <li>
          <Link to={`/signin/recovery${search}`}>{text("sign-in.use-recovery")}</Link>
        </li>
        <li>{text("sign-in.glass-here-too")}</li>
        <li>{text("sign-in.ask-for-link")}</li>
      </ul>
    </section>
  );
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <Failed error={error} />;
}
