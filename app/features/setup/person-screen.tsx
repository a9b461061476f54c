import { Link } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { SecretLine } from "#app/ui/secret-line.tsx";
import { PlainForm } from "../act/plain-form.tsx";

export function PersonScreen() {
  return (
    <>
      <div className="stack">
        <h1>You</h1>
        <p>You will look after this installation. You add the others after this.</p>
      </div>
      <PlainForm id="person">
        <TextLine
          name="name"
          label="Name"
          hint="As your colleagues know you. It stands next to everything you record."
          autoComplete="name"
          required
        />
        <TextLine name="email" type="email" label="Work email" autoComplete="username" required />
        <SecretLine
          name="password"
          label="Password"
          hint="15 characters or more, and no other rule. Pasting works; several words in a row are easy to remember."
          autoComplete="new-password"
        />
        <div className="actions actions--grow">
          <Button kind="primary">Save and go to step 3</Button>
          <Link className="linkish" to="/setup?step=organisation">
            Back to step 1
          </Link>
        </div>
      </PlainForm>
    </>
  );
}
