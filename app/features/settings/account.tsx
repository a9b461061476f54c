import { redirect } from "react-router";
import type { AnyText } from "#app/content/messages/keys.ts";
import {
  endOwnSession,
  endOwnSessions,
  removePasskey,
  removeSecondStep,
  rename,
  revokeToken,
} from "#app/server/auth/own-account.ts";
import { personName } from "#app/server/auth/person-fields.ts";
import { appContext } from "#app/server/context.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import { problemsIn } from "../act/problems.server.ts";
import { asideUntilProved } from "../act/put-aside.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/account";
import { refusedChange } from "./account-refusal.server.ts";
import { accountView } from "./account-view.server.ts";
import { ApiTokens } from "./api-tokens.tsx";
import { Sessions } from "./sessions.tsx";
import { SettingsPage } from "./settings-page.tsx";
import { WaysIn } from "./ways-in.tsx";

export async function loader({ context, url }: Route.LoaderArgs) {
  const { door } = context.get(appContext);
  const view = await accountView(door, context.get(signedInContext));
  return { ...view, said: SAID.find((done) => done === url.searchParams.get("done")) };
}

/** What was done, as the address says it. */
const SAID = ["renamed", "password", "passkey", "removed", "two-step", "session", "token"] as const;

/** Each form of the page. Taking a way in away asks for a fresh proof. */
export async function action({ request, context, url }: Route.ActionArgs) {
  const { door } = context.get(appContext);
  const signedIn = context.get(signedInContext);
  const text = textIn(context);
  const form = await readForm(request);
  const kind = textOf(form, "kind");
  const toProof = kind.startsWith("remove-") ? await asideUntilProved(door, signedIn, form, url) : undefined;
  if (toProof !== undefined) return toProof;
  switch (kind) {
    case "rename": {
      const name = personName.safeParse(textOf(form, "name"), { reportInput: true });
      if (!name.success) {
        const [problem] = problemsIn(name.error, text);
        return refusedPlainForm(form, 400, [
          { field: "name", message: problem?.message ?? text("account.give-name") },
        ]);
      }
      return done(text, form, "renamed", await rename(door, signedIn, name.data));
    }
    case "remove-passkey":
      return done(text, form, "removed", await removePasskey(door, signedIn, textOf(form, "id")));
    case "remove-second-step":
      return done(text, form, "two-step", await removeSecondStep(door, signedIn));
    case "revoke-token":
      return done(text, form, "token", await revokeToken(door, signedIn, textOf(form, "id")));
    case "end-session":
      return done(text, form, "session", await endOwnSession(door, signedIn, textOf(form, "id")));
    case "end-all": {
      const ended = await endOwnSessions(door, signedIn);
      if (!ended.ok) return refusedChange(form, ended.error, text);
      return redirect("/signin?left", {
        status: 303,
        headers: { "Set-Cookie": door.sessionCookie.forget() },
      });
    }
    default:
      return refusedPlainForm(form, 400, [{ message: text("act.unusable") }]);
  }
}

function done(
  text: AnyText,
  form: FormData,
  said: (typeof SAID)[number],
  outcome: Awaited<ReturnType<typeof rename>>,
) {
  return outcome.ok
    ? redirect(`/settings/account?done=${said}`, 303)
    : refusedChange(form, outcome.error, text);
}

export default function Account({ loaderData }: Route.ComponentProps) {
  const text = useText();
  const { name, email, role, said, breakGlass, sessions, tokens } = loaderData;
  return (
    <SettingsPage
      title={text("account.title")}
      said={said !== undefined && text(`account.said-${said}`)}
      below={
        <>
          <WaysIn account={loaderData} />
          <Sessions sessions={sessions} />
          <ApiTokens tokens={tokens} />
        </>
      }
    >
      <div className="panel__body stack">
        <dl className="kv">
          <dt>{text("account.email")}</dt>
          <dd>{email}</dd>
          <dt>{text("account.role")}</dt>
          <dd>{text(`account.role-${role}`)}</dd>
        </dl>
        {breakGlass && <p>{text("account.is-break-glass")}</p>}
        <PlainForm id="rename" fixed={{ kind: "rename" }} refusedTitle={text("account.not-changed")}>
          <TextLine
            name="name"
            label={text("account.name")}
            hint={text("account.name-hint")}
            value={name}
            autoComplete="name"
            required
          />
          <div className="actions">
            <Button>{text("account.change-name")}</Button>
          </div>
        </PlainForm>
      </div>
    </SettingsPage>
  );
}
