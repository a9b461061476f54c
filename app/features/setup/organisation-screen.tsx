import { Button } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";

export function OrganisationScreen({ organisation }: { organisation: string | undefined }) {
  const text = useText();
  return (
    <>
      <div className="stack">
        <h1>{text("setup.your-organisation")}</h1>
        <p>{text("setup.organisation-why")}</p>
      </div>
      <PlainForm id="organisation">
        <TextLine
          name="organisation"
          label={text("setup.organisation-name")}
          value={organisation}
          autoComplete="organization"
          required
        />
        <div className="actions actions--grow">
          <Button kind="primary">{text("setup.save-to-2")}</Button>
        </div>
      </PlainForm>
    </>
  );
}
