import { Button } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { PlainForm } from "../act/plain-form.tsx";

export function OrganisationScreen({ organisation }: { organisation: string | undefined }) {
  return (
    <>
      <div className="stack">
        <h1>Your organisation</h1>
        <p>The name stands over every page, and on the reports that leave the house.</p>
      </div>
      <PlainForm id="organisation">
        <TextLine
          name="organisation"
          label="Name of the organisation"
          value={organisation}
          autoComplete="organization"
          required
        />
        <div className="actions actions--grow">
          <Button kind="primary">Save and go to step 2</Button>
        </div>
      </PlainForm>
    </>
  );
}
