import { Link } from "react-router";
import type { PasskeyOffered } from "#app/server/auth/passkeys.ts";
import { Button } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { SecretLine } from "#app/ui/secret-line.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { PasskeyForm } from "../sign-in/passkey-form.tsx";

interface PersonScreenProps {
  /** Undefined where browsers have no passkeys. */
  readonly offered: PasskeyOffered | undefined;
}

export function PersonScreen({ offered }: PersonScreenProps) {
  return (
    <>
      <div className="stack">
        <h1>You</h1>
        <p>You will look after this installation. You add the others after this.</p>
      </div>
      {offered === undefined ? (
        <PlainForm id="person">
          <WhoFields />
          <PasswordPart primary />
        </PlainForm>
      ) : (
        <WithPasskey offered={offered} />
      )}
    </>
  );
}

/** One form with two ways to go on: whichever button is pressed. */
function WithPasskey({ offered }: { offered: PasskeyOffered }) {
  const { options, note } = offered;
  function ask(form: FormData): Promise<string> | undefined {
    const [name, email] = [form.get("name"), form.get("email")];
    // What is missing is told before the device is asked.
    if (form.get("with") !== "passkey" || !name || !email) return undefined;
    const user = { ...options.user, name: String(email), displayName: String(name) };
    return import("../sign-in/passkey-browser.ts").then(({ makePasskey }) =>
      makePasskey({ ...options, user }),
    );
  }
  return (
    <PasskeyForm id="person" note={note} ask={ask}>
      <WhoFields />
      <div className="needs-script field">
        <p className="legend">How you sign in</p>
        <p className="field__hint">
          A passkey is your fingerprint, face or screen lock. Nothing to remember, nothing to steal.
        </p>
        <div className="actions actions--grow">
          <Button kind="primary" name="with" value="passkey" icon="passkey">
            Create a passkey and go to step 3
          </Button>
        </div>
        <p className="or">or</p>
      </div>
      <PasswordPart />
    </PasskeyForm>
  );
}

function WhoFields() {
  return (
    <>
      <TextLine
        name="name"
        label="Name"
        hint="As your colleagues know you. It stands next to everything you record."
        autoComplete="name"
        required
      />
      <TextLine name="email" type="email" label="Work email" autoComplete="username" required />
    </>
  );
}

function PasswordPart({ primary = false }: { primary?: boolean }) {
  return (
    <>
      <SecretLine
        name="password"
        label="Password"
        hint="15 characters or more, and no other rule. Pasting works; several words in a row are easy to remember."
        autoComplete="new-password"
      />
      <div className="actions actions--grow">
        <Button kind={primary ? "primary" : "plain"} name="with" value="password">
          Save and go to step 3
        </Button>
        <Link className="linkish" to="/setup?step=organisation">
          Back to step 1
        </Link>
      </div>
    </>
  );
}
