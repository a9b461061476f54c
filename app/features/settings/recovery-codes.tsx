import { makeRecoveryCodes } from "#app/server/auth/own-account.ts";
import { appContext } from "#app/server/context.ts";
import { readForm } from "#app/server/http/form.ts";
import { Button } from "#app/ui/button.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import type { Route } from "./+types/recovery-codes";
import { AccountPage } from "./account-page.tsx";
import { refusedChange } from "./account-refusal.server.ts";
import { requireProof } from "./proof.server.ts";
import { RecoverySheet } from "./recovery-sheet.tsx";

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
  return made.ok ? { codes: made.value } : refusedChange(form, made.error);
}

export default function RecoveryCodes({ loaderData, actionData }: Route.ComponentProps) {
  const { left, email } = loaderData;
  const codes = actionData !== undefined && "codes" in actionData ? actionData.codes : undefined;
  return (
    <AccountPage title="Recovery codes">
      {codes !== undefined ? (
        <RecoverySheet codes={codes} email={email} />
      ) : (
        <section className="panel">
          <div className="panel__body stack">
            <p>With a recovery code you get in when your phone or your passkey is lost.</p>
            {left > 0 && (
              <p>You have {left} of them now. New ones take their place: the old paper is void.</p>
            )}
            <PlainForm id="codes" refusedTitle="Not made">
              <div className="actions">
                <Button kind="primary">Make eight codes</Button>
              </div>
            </PlainForm>
          </div>
        </section>
      )}
    </AccountPage>
  );
}
