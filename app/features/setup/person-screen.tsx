import { Link } from "react-router";
import type { PasskeyOffered } from "#app/server/auth/passkeys.ts";
import { Button } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { SecretLine } from "#app/ui/secret-line.tsx";
import { useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { PasskeyForm } from "../sign-in/passkey-form.tsx";

interface PersonScreenProps {
  /** Undefined where browsers have no passkeys. */
  readonly offered: PasskeyOffered | undefined;
}

export function PersonScreen({ offered }: PersonScreenProps) {
  const text = useText();
  return (
    <>
      <div className="stack">
        <h1>{text("setup.you")}</h1>
        <p>{text("setup.you-why")}</p>
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
  const text = useText();
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
        <p className="legend">{text("setup.how-you-sign-in")}</p>
        <p className="field__hint">{text("setup.passkey-why")}</p>
        <div className="actions actions--grow">
          <Button kind="primary" name="with" value="passkey" icon="passkey">
            {text("setup.create-passkey")}
          </Button>
        </div>
        <p className="or">{text("setup.or")}</p>
      </div>
      <PasswordPart />
    </PasskeyForm>
  );
}

function WhoFields() {
  const text = useText();
  return (
    <>
      <TextLine
        name="name"
        label={text("setup.name")}
        hint={text("setup.name-hint")}
        autoComplete="name"
        required
      />
      <TextLine name="email" type="email" label={text("setup.email")} autoComplete="username" required />
    </>
  );
}

function PasswordPart({ primary = false }: { primary?: boolean }) {
  const text = useText();
  return (
    <>
      <SecretLine
        name="password"
        label={text("setup.password")}
        hint={text("setup.password-hint")}
        autoComplete="new-password"
      />
      <div className="actions actions--grow">
        <Button kind={primary ? "primary" : "plain"} name="with" value="password">
          {text("setup.save-person")}
        </Button>
        <Link className="linkish" to="/setup?step=organisation">
          {text("setup.back-to-1")}
        </Link>
      </div>
    </>
  );
}
