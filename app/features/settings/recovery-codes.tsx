import { makeRecoveryCodes } from "#app/server/auth/own-account.ts";
import { appContext } from "#app/server/context.ts";
import { readForm } from "#app/server/http/form.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button } from "#app/ui/button.tsx";
import { useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import type { Route } from "./+types/recovery-codes";
import { AccountPage } from "./account-page.tsx";
import { refusedChange } from "./account-refusal.server.ts";
import { NewCodes } from "./new-codes.tsx";
import { requireProof } from "./proof.server.ts";

export async function loader({ context, url }: Route.LoaderArgs) {
  const { person } = requireProof(context, url);
  const left = await context
    .get(appContext)
    .house.store.snapshot((reads) => reads.recoveryCodesOf(person.id));
  return { left, email: person.email };
}

/** The codes are in this answer and nowhere else. */
export async function action({ request, context, url }: Route.ActionArgs) {
  const signedIn = requireProof(context, url);
  const { door } = context.get(appContext);
  const form = await readForm(request);
  const made = await makeRecoveryCodes(door, signedIn);
  return made.ok ? { codes: made.value } : refusedChange(form, made.error, textIn(context));
}

export default function RecoveryCodes({ loaderData, actionData }: Route.ComponentProps) {
  const { left, email } = loaderData;
  const text = useText();
  const codes = actionData !== undefined && "codes" in actionData ? actionData.codes : undefined;
  return (
    <AccountPage title={text("account.recovery")}>
      {codes !== undefined ? (
        <NewCodes codes={codes} email={email} />
      ) : (
        <section className="panel">
          <div className="panel__body stack">
            <p>{text("account.recovery-why")}</p>
            {left > 0 && <p>{text("account.recovery-replaces", { count: left })}</p>}
            <PlainForm id="codes" refusedTitle={text("account.not-made")}>
              <div className="actions">
                <Button kind="primary">{text("account.make-eight")}</Button>
              </div>
            </PlainForm>
          </div>
        </section>
      )}
    </AccountPage>
  );
}
