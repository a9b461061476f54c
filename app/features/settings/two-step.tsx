import { z } from "zod";
import { addSecondStep } from "#app/server/auth/own-account.ts";
import { openNote, sealNote } from "#app/server/auth/sealed-note.ts";
import type { SignedIn } from "#app/server/auth/session.ts";
import { keyUri, newSeed } from "#app/server/auth/two-step.ts";
import { appContext } from "#app/server/context.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import type { Route } from "./+types/two-step";
import { AccountPage } from "./account-page.tsx";
import { refusedChange } from "./account-refusal.server.ts";
import { NewCodes } from "./new-codes.tsx";
import { requireProof } from "./proof.server.ts";
import { type QrCode, qrCode } from "./qr-code.server.ts";

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
    return refusedPlainForm(form, 400, [{ message: textIn(context)("account.page-too-old") }]);
  }
  const outcome = await addSecondStep(door, signedIn, note.seed, textOf(form, "code"));
  if (outcome.ok) return { codes: outcome.value };
  // The app has this key already: the page must not show another one.
  const refused = refusedChange(form, outcome.error, textIn(context));
  return { ...refused.data, again: { ...shown(note.seed, signedIn), sealed } };
}

export default function TwoStep({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText();
  const rich = useRichText();
  if (actionData !== undefined && "codes" in actionData) {
    return (
      <AccountPage title={text("account.two-step")}>
        <p className="said" role="status">
          {text("account.two-step-on")}
        </p>
        {actionData.codes.length > 0 && <NewCodes codes={actionData.codes} email={loaderData.email} />}
      </AccountPage>
    );
  }
  const again = actionData !== undefined && "again" in actionData ? actionData.again : undefined;
  const { key, uri, picture, sealed } = again ?? loaderData;
  return (
    <AccountPage title={text("account.two-step")}>
      <section className="panel">
        <div className="panel__body stack">
          <p>{text("account.two-step-why")}</p>
          <Picture picture={picture} />
          <p className="sm">
            {rich("account.two-step-here", {}, { link: (words) => <a href={uri}>{words}</a> })}
          </p>
          <pre className="note">{key}</pre>
          <PlainForm id="two-step" fixed={{ seed: sealed }} refusedTitle={text("account.not-turned-on")}>
            <TextLine
              name="code"
              label={text("account.two-step-code")}
              hint={text("account.two-step-code-hint")}
              autoComplete="one-time-code"
              required
              short
            />
            <div className="actions">
              <Button kind="primary">{text("account.turn-on")}</Button>
            </div>
          </PlainForm>
        </div>
      </section>
    </AccountPage>
  );
}

function Picture({ picture }: { picture: QrCode }) {
  const text = useText();
  const { size, path } = picture;
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={text("account.two-step-picture")}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
