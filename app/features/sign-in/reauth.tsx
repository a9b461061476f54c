import { Link, redirect } from "react-router";
import { waysInOf } from "#app/server/auth/own-account.ts";
import { askForPasskey, type PasskeyAsked } from "#app/server/auth/passkeys.ts";
import { proveByPasskey, proveByPassword } from "#app/server/auth/proof.ts";
import { accessSentence, accessStatus } from "#app/server/auth/refusal-words.ts";
import { pathAfterSignIn } from "#app/server/auth/require-person.ts";
import { hasProved } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { Gate } from "#app/ui/gate.tsx";
import { SecretLine } from "#app/ui/secret-line.tsx";
import { useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/reauth";
import { PasskeyForm } from "./passkey-form.tsx";

export async function loader({ context, url }: Route.LoaderArgs) {
  const { door, house } = context.get(appContext);
  const signedIn = context.get(signedInContext);
  const to = pathAfterSignIn(url.searchParams.get("to"));
  if (hasProved(signedIn, door.now())) throw redirect(to);
  const { password, passkeys, secondStepSince } = await house.store.snapshot((reads) =>
    waysInOf(reads, signedIn.person),
  );
  return {
    name: signedIn.person.name,
    to,
    // A page that asks for a proof before it shows itself would only lead back here.
    back: new URL(to, door.origin).searchParams.has("aside") ? to : "/settings/account",
    password,
    code: secondStepSince !== undefined,
    passkey: passkeys.length === 0 ? undefined : await askForPasskey(door, passkeys),
    provider: door.oidc?.name,
    refused: url.searchParams.has("why")
      ? accessSentence({ code: "provider-failed" }, textIn(context))
      : undefined,
  };
}

export async function action({ request, context, url }: Route.ActionArgs) {
  const { door } = context.get(appContext);
  const signedIn = context.get(signedInContext);
  const form = await readForm(request);
  const given = (name: string) => textOf(form, name);
  const proved =
    given("form") === "passkey"
      ? await proveByPasskey(door, signedIn, { note: given("note"), response: given("response") })
      : await proveByPassword(door, signedIn, { password: given("password"), code: given("code") });
  if (proved.ok) return redirect(pathAfterSignIn(url.searchParams.get("to")), 303);
  const field = FIELDS[proved.error.code];
  for (const name of ["code", "note", "response"]) form.delete(name);
  const problem = {
    message: accessSentence(proved.error, textIn(context)),
    ...(field === undefined ? {} : { field }),
  };
  return refusedPlainForm(form, accessStatus(proved.error), [problem]);
}

const FIELDS: Readonly<Record<string, string>> = { "wrong-password": "password", "wrong-code": "code" };

export default function Reauth({ loaderData }: Route.ComponentProps) {
  const text = useText();
  const { name, to, back, password, code, passkey, provider, refused } = loaderData;
  return (
    <Gate brand="Sangfroid">
      <title>{`${text("sign-in.prove")} — Sangfroid`}</title>
      {refused !== undefined && (
        <div className="errors" role="alert">
          <h2>{text("sign-in.did-not-work")}</h2>
          <p>{refused}</p>
        </div>
      )}
      <div className="card">
        <h1>{text("sign-in.still-you", { name })}</h1>
        <p>{text("sign-in.prove-why")}</p>
        {passkey !== undefined && <Passkey asked={passkey} />}
        {passkey !== undefined && password && <p className="or">{text("sign-in.or")}</p>}
        {password && (
          <PlainForm id="password" refusedTitle={text("sign-in.did-not-work")}>
            <SecretLine
              name="password"
              label={text("sign-in.your-password")}
              autoComplete="current-password"
            />
            {code && (
              <TextLine
                name="code"
                label={text("sign-in.app-code")}
                autoComplete="one-time-code"
                required
                short
              />
            )}
            <div className="actions actions--grow">
              <Button {...(passkey === undefined ? { kind: "primary" } : {})}>
                {text("sign-in.it-is-me")}
              </Button>
            </div>
          </PlainForm>
        )}
        {provider !== undefined && (
          <>
            {(passkey !== undefined || password) && <p className="or">{text("sign-in.or")}</p>}
            <ButtonLink to={`/signin/provider?${new URLSearchParams({ again: "", to })}`} wide download>
              {text("sign-in.continue-with", { provider })}
            </ButtonLink>
          </>
        )}
        {passkey === undefined && !password && provider === undefined && (
          <p>{text("sign-in.no-way-to-prove")}</p>
        )}
      </div>
      <p className="sm">
        <Link to={back}>{text("sign-in.go-back")}</Link>
      </p>
    </Gate>
  );
}

function Passkey({ asked }: { asked: PasskeyAsked }) {
  const text = useText();
  const ask = async () => (await import("./passkey-browser.ts")).answerWithPasskey(asked.options);
  return (
    <PasskeyForm id="passkey" note={asked.note} ask={ask} refusedTitle={text("sign-in.did-not-work")}>
      <div className="needs-script">
        <Button kind="primary" wide icon="passkey">
          {text("sign-in.use-passkey")}
        </Button>
      </div>
    </PasskeyForm>
  );
}
