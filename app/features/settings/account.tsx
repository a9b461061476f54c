import { redirect } from "react-router";
import {
  endOwnSession,
  removePasskey,
  removeSecondStep,
  rename,
  revokeToken,
} from "#app/server/auth/own-account.ts";
import { personName } from "#app/server/auth/person-fields.ts";
import { hasProved } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { Button } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import { problemsIn } from "../act/problems.server.ts";
import { putAside } from "../act/put-aside.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/account";
import { refusedChange } from "./account-refusal.server.ts";
import { accountView } from "./account-view.server.ts";
import { ApiTokens } from "./api-tokens.tsx";
import { Sessions } from "./sessions.tsx";
import { SettingsTabs } from "./settings-tabs.tsx";
import { WaysIn } from "./ways-in.tsx";

const ROLE_WORDS = {
  administrator: "Administrator",
  member: "Member",
  observer: "Observer",
  guest: "Guest",
} as const;

export async function loader({ context, url }: Route.LoaderArgs) {
  const { door } = context.get(appContext);
  const view = await accountView(door, context.get(signedInContext));
  return { ...view, said: SAID[url.searchParams.get("done") ?? ""] };
}

const SAID: Readonly<Record<string, string>> = {
  renamed: "Your name is changed.",
  password: "Your password is changed. Your other browsers are signed out.",
  passkey: "Your passkey is added.",
  removed: "The passkey is removed.",
  "two-step": "Codes from your app are no longer asked.",
  session: "That browser is signed out.",
  token: "The token is revoked.",
};

/** Each form of the page. Taking a way in away asks for a fresh proof. */
export async function action({ request, context, url }: Route.ActionArgs) {
  const { door, house } = context.get(appContext);
  const signedIn = context.get(signedInContext);
  const form = await readForm(request);
  const kind = textOf(form, "kind");
  if (kind.startsWith("remove-") && !hasProved(signedIn, door.now())) {
    return putAside(door, signedIn, form, url.pathname);
  }
  switch (kind) {
    case "rename": {
      const name = personName.safeParse(textOf(form, "name"), { reportInput: true });
      if (!name.success) {
        const [problem] = problemsIn(name.error);
        return refusedPlainForm(form, 400, [
          { field: "name", message: problem?.message ?? "Give your name." },
        ]);
      }
      return done(form, "renamed", await rename(door, signedIn, name.data));
    }
    case "remove-passkey":
      return done(form, "removed", await removePasskey(door, signedIn, textOf(form, "id")));
    case "remove-second-step":
      return done(form, "two-step", await removeSecondStep(door, signedIn));
    case "revoke-token":
      return done(form, "token", await revokeToken(door, signedIn, textOf(form, "id")));
    case "end-session":
      await endOwnSession(door, signedIn, textOf(form, "id"));
      return redirect("/settings/account?done=session", 303);
    case "end-all":
      await house.store.transact((tx) => tx.endSessionsOf(signedIn.person.id));
      return redirect("/signin?left", {
        status: 303,
        headers: { "Set-Cookie": door.sessionCookie.forget() },
      });
    default:
      return refusedPlainForm(form, 400, [{ message: "This form cannot be used here. Reload the page." }]);
  }
}

function done(form: FormData, said: string, outcome: Awaited<ReturnType<typeof rename>>) {
  return outcome.ok ? redirect(`/settings/account?done=${said}`, 303) : refusedChange(form, outcome.error);
}

export default function Account({ loaderData }: Route.ComponentProps) {
  const { name, email, role, said, breakGlass, sessions, tokens } = loaderData;
  return (
    <>
      <PageTitle name="Your account" />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>Settings</h1>
        </div>
      </div>
      <p className="said" role="status">
        {said !== undefined && (
          <>
            <Icon name="check" />
            <span>{said}</span>
          </>
        )}
      </p>
      <section className="panel" aria-labelledby="account-h">
        <SettingsTabs />
        <div className="panel__head">
          <h2 id="account-h">Your account</h2>
        </div>
        <div className="panel__body stack">
          <dl className="kv">
            <dt>Email</dt>
            <dd>{email}</dd>
            <dt>Role</dt>
            <dd>{ROLE_WORDS[role]}</dd>
          </dl>
          {breakGlass && <p>This is a break-glass account: it opens when a second person confirms.</p>}
          <PlainForm id="rename" fixed={{ kind: "rename" }} refusedTitle="Not changed">
            <TextLine
              name="name"
              label="Name"
              hint="It stands on what you do from now on. What you did keeps the name it was recorded with."
              value={name}
              autoComplete="name"
              required
            />
            <div className="actions">
              <Button>Change my name</Button>
            </div>
          </PlainForm>
        </div>
      </section>
      <WaysIn account={loaderData} />
      <Sessions sessions={sessions} />
      <ApiTokens tokens={tokens} />
    </>
  );
}
