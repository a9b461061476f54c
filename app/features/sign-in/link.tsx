import { Link as RouterLink, useActionData } from "react-router";
import { appContext } from "#app/server/context.ts";
import { organisationName } from "#app/server/queries/organisation.ts";
import { Button } from "#app/ui/button.tsx";
import { Gate } from "#app/ui/gate.tsx";
import { useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { Failed } from "../frame/failed.tsx";
import type { Route } from "./+types/link";
import { stageIn } from "./stages.ts";
import { StillAsked } from "./still-asked.tsx";

/** Looking at it uses nothing up: mail programs follow links before people do. */
export async function loader({ context, url }: Route.LoaderArgs) {
  return {
    organisation: await organisationName(context.get(appContext).house),
    secret: url.searchParams.get("secret") ?? "",
  };
}

export { signInAction as action } from "./sign-in-action.server.ts";

export default function Link({ loaderData }: Route.ComponentProps) {
  const { organisation, secret } = loaderData;
  const text = useText();
  const stage = stageIn(useActionData());
  return (
    <Gate brand="Sangfroid" note={organisation}>
      <title>{`${text("sign-in.link")} — Sangfroid`}</title>
      {stage !== undefined ? (
        <StillAsked stage={stage} />
      ) : (
        <div className="card">
          <h1>{text("sign-in.link")}</h1>
          <p>{text("sign-in.link-what")}</p>
          <PlainForm id="link" fixed={{ secret }} refusedTitle={text("sign-in.did-not-work")}>
            <div className="actions actions--grow">
              <Button kind="primary">{text("sign-in.title")}</Button>
            </div>
          </PlainForm>
        </div>
      )}
      <p className="sm">
        <RouterLink to="/signin">{text("sign-in.another-way")}</RouterLink>
      </p>
    </Gate>
  );
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <Failed error={error} />;
}
