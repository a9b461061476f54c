import { z } from "zod";
import { addSecondStep } from "#app/server/auth/own-account.ts";
import { openNote, sealNote } from "#app/server/auth/sealed-note.ts";
import type { SignedIn } from "#app/server/auth/session.ts";
import { keyUri, newSeed } from "#app/server/auth/two-step.ts";
import { appContext } from "#app/server/context.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { Button } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import type { Route } from "./+types/two-step";
import { AccountPage } from "./account-page.tsx";
import { refusedChange } from "./account-refusal.server.ts";
import { requireProof } from "./proof.server.ts";
import { type QrCode, qrCode } from "./qr-code.server.ts";
import { RecoverySheet } from "./recovery-sheet.tsx";

const SEED_SECONDS = 3600;
const sealedSeed = z.object({ seed: z.string() });

function purposeOf({ person }: SignedIn): string {
  return `new seed of ${person.id}`;
}

/** The seed is new each time the page is asked for, unless a refused form brings the one it was made with. */
export function loader({ context, url }: Route.LoaderArgs) {
  const signedIn = requireProof(context, url);
  const { door } = context.get(appContext);
  const seed = newSeed();
  const sealed = sealNote(door.seal, purposeOf(signedIn), { seed }, door.now(), SEED_SECONDS);
  return { ...shown(seed, signedIn), sealed };
}

function shown(seed: string, { person }: SignedIn) {
  const uri = keyUri(seed, person.email);
  return { email: person.email, key: seed.replaceAll(/.{4}(?=.)/g, "$& "), uri, picture: qrCode(uri) };
}

export async function action({ request, context, url }: Route.ActionArgs) {
  const signedIn = requireProof(context, url);
  const { door } = context.get(appContext);
  const form = await readForm(request);
  const sealed = textOf(form, "seed");
  const note = openNote(door.seal, purposeOf(signedIn), sealedSeed, sealed, door.now());
  if (note === undefined) {
    return refusedPlainForm(form, 400, [{ message: "This page was open for too long. Begin again below." }]);
  }
  const outcome = await addSecondStep(door, signedIn, note.seed, textOf(form, "code"));
  if (outcome.ok) return { codes: outcome.value };
  // The app has this key already: the page must not show another one.
  const refused = refusedChange(form, outcome.error);
  return { ...refused.data, again: { ...shown(note.seed, signedIn), sealed } };
}

export default function TwoStep({ loaderData, actionData }: Route.ComponentProps) {
  if (actionData !== undefined && "codes" in actionData) {
    return (
      <AccountPage title="Codes from an app">
        <p className="said" role="status">
          From now on your password is followed by a code from your app.
        </p>
        {actionData.codes.length > 0 && <RecoverySheet codes={actionData.codes} email={loaderData.email} />}
      </AccountPage>
    );
  }
  const again = actionData !== undefined && "again" in actionData ? actionData.again : undefined;
  const { key, uri, picture, sealed } = again ?? loaderData;
  return (
    <AccountPage title="Codes from an app">
      <section className="panel">
        <div className="panel__body stack">
          <p>An authenticator app on your phone shows a new code every 30 seconds. Give it this key.</p>
          <Picture picture={picture} />
          <p className="sm">
            On this very device: <a href={uri}>open your app</a>. Or type the key:
          </p>
          <pre className="note">{key}</pre>
          <PlainForm id="two-step" fixed={{ seed: sealed }} refusedTitle="Not turned on">
            <TextLine
              name="code"
              label="Code that the app shows now"
              hint="It proves that the app has the key."
              autoComplete="one-time-code"
              required
              short
            />
            <div className="actions">
              <Button kind="primary">Ask for a code from now on</Button>
            </div>
          </PlainForm>
        </div>
      </section>
    </AccountPage>
  );
}

function Picture({ picture }: { picture: QrCode }) {
  const { size, path } = picture;
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="The key as a picture to scan">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
