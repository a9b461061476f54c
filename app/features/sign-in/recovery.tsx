import { Link, useActionData } from "react-router";
import { appContext } from "#app/server/context.ts";
import { organisationName } from "#app/server/queries/organisation.ts";
import { Button } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { Gate } from "#app/ui/gate.tsx";
import { SecretLine } from "#app/ui/secret-line.tsx";
import { useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { Failed } from "../frame/failed.tsx";
import type { Route } from "./+types/recovery";
import { stageIn } from "./stages.ts";
import { StillAsked } from "./still-asked.tsx";

export async function loader({ context, url }: Route.LoaderArgs) {
  return { organisation: await organisationName(context.get(appContext).house), search: url.search };
}

export { signInAction as action } from "./sign-in-action.server.ts";

export default function Recovery({ loaderData }: Route.ComponentProps) {
  const { organisation, search } = loaderData;
  const text = useText();
  const stage = stageIn(useActionData());
  return (
    <Gate brand="Sangfroid" note={organisation}>
      <title>{`${text("sign-in.recovery")} — Sangfroid`}</title>
      {stage === undefined ? <RecoveryCard /> : <StillAsked stage={stage} />}
      <p className="sm">
        <Link to={`/signin${search}`}>{text("sign-in.other-ways")}</Link>
      </p>
    </Gate>
  );
}

function RecoveryCard() {
  const text = useText();
  return (
    <div className="card">
      <h1>{text("sign-in.use-recovery")}</h1>
      <p>{text("sign-in.recovery-what")}</p>
      <PlainForm id="recovery" refusedTitle={text("sign-in.did-not-work")}>
        <TextLine name="email" type="email" label={text("sign-in.email")} autoComplete="username" required />
        <TextLine
          name="code"
          label={text("sign-in.recovery")}
          hint={text("sign-in.recovery-hint")}
          autoComplete="one-time-code"
          required
        />
        <SecretLine
          name="password"
          label={text("sign-in.password")}
          hint={text("sign-in.recovery-password-hint")}
          autoComplete="current-password"
          optional
        />
        <div className="actions actions--grow">
          <Button kind="primary">{text("sign-in.title")}</Button>
        </div>
      </PlainForm>
    </div>
  );
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <Failed error={error} />;
}
