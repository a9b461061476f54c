import { redirect } from "react-router";
import { z } from "zod";
import { line } from "#app/core/incident/text.ts";
import { addPasskey, sessionName } from "#app/server/auth/own-account.ts";
import { offerPasskey, type PasskeyOffered } from "#app/server/auth/passkeys.ts";
import { appContext } from "#app/server/context.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { useText } from "#app/ui/text.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import { problemsIn } from "../act/problems.server.ts";
import { PasskeyForm } from "../sign-in/passkey-form.tsx";
import type { Route } from "./+types/passkey";
import { AccountPage } from "./account-page.tsx";
import { refusedChange } from "./account-refusal.server.ts";
import { requireProof } from "./proof.server.ts";

export async function loader({ context, url }: Route.LoaderArgs) {
  const signedIn = requireProof(context, url);
  const { door, house } = context.get(appContext);
  const { id, name, email } = signedIn.person;
  const have = await house.store.snapshot((reads) => reads.passkeysOf(id));
  return {
    device: signedIn.session.device,
    offered: await offerPasskey(door, { name, email, handle: id, have }, sessionName(signedIn)),
  };
}

const fields = z.object({ name: line.refine((text) => text.length <= 60, "At most 60 characters.") });

export async function action({ request, context, url }: Route.ActionArgs) {
  const signedIn = requireProof(context, url);
  const { door } = context.get(appContext);
  const form = await readForm(request);
  const named = fields.safeParse({ name: textOf(form, "name") }, { reportInput: true });
  if (!named.success) {
    form.delete("response");
    return refusedPlainForm(form, 400, problemsIn(named.error, textIn(context)));
  }
  const answer = { note: textOf(form, "note"), response: textOf(form, "response") };
  const outcome = await addPasskey(door, signedIn, named.data.name, answer);
  return outcome.ok
    ? redirect("/settings/account?done=passkey", 303)
    : refusedChange(form, outcome.error, textIn(context));
}

export default function Passkey({ loaderData }: Route.ComponentProps) {
  const { device, offered } = loaderData;
  const text = useText();
  return (
    <AccountPage title={text("account.add-passkey")}>
      <section className="panel">
        <div className="panel__body stack">
          {offered === undefined ? (
            <p>{text("account.no-passkeys-here")}</p>
          ) : (
            <Offer device={device} offered={offered} />
          )}
        </div>
      </section>
    </AccountPage>
  );
}

function Offer({ device, offered }: { device: string; offered: PasskeyOffered }) {
  const text = useText();
  const { options, note } = offered;
  const ask = async () => (await import("../sign-in/passkey-browser.ts")).makePasskey(options);
  return (
    <PasskeyForm id="add-passkey" note={note} ask={ask} refusedTitle={text("account.not-added")}>
      <TextLine
        name="name"
        label={text("account.passkey-name")}
        hint={text("account.passkey-name-hint")}
        value={device}
        required
      />
      <div className="actions needs-script">
        <Button kind="primary" icon="passkey">
          {text("account.create-passkey")}
        </Button>
      </div>
    </PasskeyForm>
  );
}
