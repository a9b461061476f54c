import { Link, useActionData } from "react-router";
import { appContext } from "#app/server/context.ts";
import { organisationName } from "#app/server/queries/organisation.ts";
import { Button } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { Gate } from "#app/ui/gate.tsx";
import { SecretLine } from "#app/ui/secret-line.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import type { Route } from "./+types/recovery";
import { stageIn } from "./stages.ts";
import { StillAsked } from "./still-asked.tsx";

export async function loader({ context, url }: Route.LoaderArgs) {
  return { organisation: await organisationName(context.get(appContext).house), search: url.search };
}

export { signInAction as action } from "./sign-in-action.server.ts";

export default function Recovery({ loaderData }: Route.ComponentProps) {
  const { organisation, search } = loaderData;
  const stage = stageIn(useActionData());
  return (
    <Gate brand="Sangfroid" note={organisation}>
      <title>Recovery code — Sangfroid</title>
      {stage === undefined ? <RecoveryCard /> : <StillAsked stage={stage} />}
      <p className="sm">
        <Link to={`/signin${search}`}>Back to the other ways</Link>
      </p>
    </Gate>
  );
}

function RecoveryCard() {
  return (
    <div className="card">
      <h1>Use a recovery code</h1>
      <p>Each code on your sheet works once. It stands for the phone or the passkey you don't have.</p>
      <PlainForm id="recovery" refusedTitle="That did not work">
        <TextLine name="email" type="email" label="Work email" autoComplete="username" required />
        <TextLine
          name="code"
          label="Recovery code"
          hint="16 letters and digits. Dashes don't matter."
          autoComplete="one-time-code"
          required
        />
        <SecretLine
          name="password"
          label="Password"
          hint="Leave it empty if you only ever used passkeys."
          autoComplete="current-password"
          optional
        />
        <div className="actions actions--grow">
          <Button kind="primary">Sign in</Button>
        </div>
      </PlainForm>
    </div>
  );
}
