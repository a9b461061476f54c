import { redirect } from "react-router";
import { addressOf } from "#app/server/auth/require-person.ts";
import { currentPerson } from "#app/server/auth/session.ts";
import { visitSetUp } from "#app/server/auth/set-up.ts";
import { visitOf } from "#app/server/auth/visit.ts";
import { appContext } from "#app/server/context.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Gate } from "#app/ui/gate.tsx";
import { useText } from "#app/ui/text.tsx";
import { Failed } from "../frame/failed.tsx";
import type { Route } from "./+types/set-up";
import { CheckpointScreen } from "./checkpoint-screen.tsx";
import { Closed } from "./closed.tsx";
import { KeyScreen } from "./key-screen.tsx";
import { OrganisationScreen } from "./organisation-screen.tsx";
import { PersonScreen } from "./person-screen.tsx";
import { RecoveryScreen } from "./recovery-screen.tsx";
import { takeStep } from "./set-up-steps.server.ts";
import { closedPage, type SetUpView, setUpView } from "./set-up-view.server.ts";
import { Stages } from "./stages.tsx";

export async function loader({ request, context, url }: Route.LoaderArgs) {
  const { door } = context.get(appContext);
  const token = url.searchParams.get("token") ?? undefined;
  const visit = await visitSetUp(door, request, { token, address: addressOf(request, context) });
  if (!visit.ok) {
    if (visit.error.code === "email-taken") throw new Error("a visit adds nobody");
    if (visit.error.code !== "sign-in-needed") return closedPage(visit.error, textIn(context));
    const signedIn = await currentPerson(door, request);
    return redirect(signedIn === undefined ? "/signin?to=/setup" : "/incidents");
  }
  const { state, cookie } = visit.value;
  if (state.completedAt !== null) return redirect("/incidents");
  // The token does its work once: it stays in no address, no history and no bookmark.
  if (token !== undefined) {
    return redirect("/setup", cookie === undefined ? {} : { headers: { "Set-Cookie": cookie } });
  }
  return setUpView(door, request, visit.value, url.searchParams.get("step"));
}

export async function action({ request, context }: Route.ActionArgs) {
  const { door } = context.get(appContext);
  const visit = await visitSetUp(door, request, { token: undefined, address: addressOf(request, context) });
  // The page itself says why.
  if (!visit.ok) return redirect("/setup", 303);
  return takeStep(
    { door, request, visit: visitOf(request, addressOf(request, context)) },
    visit.value,
    textIn(context),
  );
}

export default function SetUp({ loaderData }: Route.ComponentProps) {
  const text = useText();
  const view: SetUpView = loaderData;
  return (
    <Gate brand={text("setup.title")} wide>
      <title>{`${text("setup.page")} — Sangfroid`}</title>
      {view.screen === "closed" ? (
        <Closed view={view} />
      ) : (
        <>
          <Stages current={view.screen === "recovery" ? "person" : view.screen} done={view.done} />
          <ScreenOf view={view} />
        </>
      )}
    </Gate>
  );
}

function ScreenOf({ view }: { view: Exclude<SetUpView, { readonly screen: "closed" }> }) {
  switch (view.screen) {
    case "organisation":
      return <OrganisationScreen organisation={view.organisation} />;
    case "person":
      return <PersonScreen offered={view.offered} />;
    case "recovery":
      return <RecoveryScreen email={view.email} left={view.left} />;
    case "key":
      return <KeyScreen card={view.card} />;
    case "checkpoint":
      return <CheckpointScreen card={view.card} checkpoint={view.checkpoint} />;
  }
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <Failed error={error} />;
}
