import { redirect } from "react-router";
import { addressOf, pathAfterSignIn } from "#app/server/auth/require-person.ts";
import { currentPerson } from "#app/server/auth/session.ts";
import { needsSetUp } from "#app/server/auth/set-up.ts";
import { type SignInRefusal, signIn, signInSentence } from "#app/server/auth/sign-in.ts";
import { appContext } from "#app/server/context.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { organisationName } from "#app/server/queries/organisation.ts";
import { Button } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { Gate } from "#app/ui/gate.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { SecretLine } from "#app/ui/secret-line.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import type { Route } from "./+types/sign-in";

export async function loader({ request, context, url }: Route.LoaderArgs) {
  const { door, house } = context.get(appContext);
  const to = url.searchParams.get("to");
  if ((await currentPerson(door, request)) !== undefined) throw redirect(pathAfterSignIn(to));
  if (await needsSetUp(house)) throw redirect("/setup");
  return {
    organisation: await organisationName(house),
    goesOn: pathAfterSignIn(to) !== "/incidents",
    left: url.searchParams.has("left"),
  };
}

export async function action({ request, context, url }: Route.ActionArgs) {
  const { door } = context.get(appContext);
  const form = await readForm(request);
  const email = textOf(form, "email");
  const password = textOf(form, "password");
  if (email.trim() === "" || password === "") return refusedPlainForm(form, 400, missing(email, password));
  const outcome = await signIn(door, request, { email, password }, addressOf(request, context));
  if (!outcome.ok) {
    const status = outcome.error.code === "slow-down" ? 429 : 400;
    return refusedPlainForm(form, status, [{ message: sentence(outcome.error) }]);
  }
  return redirect(pathAfterSignIn(url.searchParams.get("to")), {
    status: 303,
    headers: { "Set-Cookie": outcome.value.cookie },
  });
}

function missing(email: string, password: string) {
  return [
    ...(email.trim() === "" ? [{ field: "email", message: "Type your work email." }] : []),
    ...(password === "" ? [{ field: "password", message: "Type your password." }] : []),
  ];
}

/** Never says which half was wrong. */
function sentence(refusal: SignInRefusal): string {
  return refusal.code === "wrong-sign-in" ? "Check both fields, then try again." : signInSentence(refusal);
}

export default function SignIn({ loaderData }: Route.ComponentProps) {
  const { organisation, goesOn, left } = loaderData;
  return (
    <Gate brand="Sangfroid" note={organisation}>
      <title>Sign in — Sangfroid</title>
      {left && (
        <p className="said" role="status">
          <Icon name="check" />
          <span>You are signed out.</span>
        </p>
      )}
      <div className="card">
        <h1>Sign in</h1>
        {goesOn && <p>Then you go on to the page you asked for.</p>}
        <PlainForm id="sign-in" refusedTitle="That did not work">
          <TextLine name="email" type="email" label="Work email" autoComplete="username" required />
          <SecretLine name="password" label="Password" autoComplete="current-password" />
          <div className="actions actions--grow">
            <Button kind="primary">Sign in</Button>
          </div>
        </PlainForm>
      </div>
      <section className="stack stack--tight" aria-labelledby="cant">
        <h2 id="cant">Can't get in?</h2>
        <p className="sm">
          Ask an administrator of your organisation. What was recorded is safe in the meantime.
        </p>
      </section>
    </Gate>
  );
}
