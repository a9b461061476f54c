import { Button } from "#app/ui/button.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { TextBox } from "#app/ui/field.tsx";
import { useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";

/** Saying no to what was asked for takes a reason. */
export function DeclineForm({ approvalId }: { approvalId: number }) {
  const text = useText();
  return (
    <Disclosure summary={text("steps.decline-with-reason")} className="fold fold--sm">
      <ActForm id={`decline-${approvalId}`} kind="decline" fixed={{ approvalId }}>
        <TextBox name="because" label={text("steps.why-not")} grows required />
        <div className="actions">
          <Button>{text("steps.decline")}</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}
