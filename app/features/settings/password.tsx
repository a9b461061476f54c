import { redirect } from "react-router";
import { z } from "zod";
import { asksCurrent, changePassword } from "#app/server/auth/own-account.ts";
import { newPassword } from "#app/server/auth/password.ts";
import { appContext } from "#app/server/context.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button } from "#app/ui/button.tsx";
import { SecretLine } from "#app/ui/secret-line.tsx";
import { useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import { problemsIn } from "../act/problems.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/password";
import { AccountPage } from "./account-page.tsx";
import { refusedChange } from "./account-refusal.server.ts";
import { requireProof } from "./proof.server.ts";

/** With a current password, typing it is the proof. */
export async function loader({ context, url }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const signedIn = context.get(signedInContext);
  const has = await house.store.snapshot(async (reads) => reads.password(signedIn.person.id));
  const current = asksCurrent(signedIn, has !== undefined);
  if (!current) requireProof(context, url);
  return { current, has: has !== undefined };
}

const fields = z.object({ "new-password": newPassword });

export async function action({ request, context, url }: Route.ActionArgs) {
  const { door, house } = context.get(appContext);
  const signedIn = context.get(signedInContext);
  const has = await house.store.snapshot(async (reads) => reads.password(signedIn.person.id));
  if (!asksCurrent(signedIn, has !== undefined)) requireProof(context, url);
  const form = await readForm(request);
  const wanted = fields.safeParse({ "new-password": textOf(form, "new-password") }, { reportInput: true });
  if (!wanted.success) return refusedPlainForm(form, 400, problemsIn(wanted.error, textIn(context)));
  const given = { current: textOf(form, "current-password"), wanted: wanted.data["new-password"] };
  const outcome = await changePassword(door, signedIn, given);
  return outcome.ok
    ? redirect("/settings/account?done=password", 303)
    : refusedChange(form, outcome.error, textIn(context));
}

export default function Password({ loaderData }: Route.ComponentProps) {
  const { current, has } = loaderData;
  const text = useText();
  return (
    <AccountPage title={text(has ? "account.change-password" : "account.set-password")}>
      <section className="panel">
        <div className="panel__body">
          <PlainForm id="password" refusedTitle={text("account.not-changed")}>
            {current && (
              <SecretLine
                name="current-password"
                label={text("account.current-password")}
                autoComplete="current-password"
              />
            )}
            <SecretLine
              name="new-password"
              label={text("account.new-password")}
              hint={text("account.new-password-hint")}
              autoComplete="new-password"
            />
            <div className="actions">
              <Button kind="primary">{text("account.change-it")}</Button>
            </div>
          </PlainForm>
        </div>
      </section>
    </AccountPage>
  );
}
