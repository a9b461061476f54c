import { useActionData } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { RecoverySheet } from "../settings/recovery-sheet.tsx";

interface RecoveryScreenProps {
  readonly email: string;
  /** Codes that work already. */
  readonly left: number;
}

/** Before the phone is lost, not after. They can be left for later: the account's settings make them too. */
export function RecoveryScreen({ email, left }: RecoveryScreenProps) {
  const text = useText();
  const codes = codesIn(useActionData());
  return (
    <>
      <div className="stack">
        <h1>{text("setup.recovery")}</h1>
        <p>{text("setup.recovery-why")}</p>
      </div>
      {codes !== undefined ? (
        <RecoverySheet codes={codes} email={email}>
          <PlainForm id="recovery">
            <Button kind="primary">{text("setup.codes-stored")}</Button>
          </PlainForm>
        </RecoverySheet>
      ) : (
        <PlainForm id="recovery">
          {left > 0 && <p>{text("account.recovery-replaces", { count: left })}</p>}
          <div className="actions actions--grow">
            <Button kind="primary" name="make" value="codes">
              {text("account.make-eight")}
            </Button>
            <Button>{text("setup.codes-later")}</Button>
          </div>
        </PlainForm>
      )}
    </>
  );
}

function codesIn(answer: unknown): readonly string[] | undefined {
  if (typeof answer !== "object" || answer === null || !("codes" in answer)) return undefined;
  const { codes } = answer;
  return Array.isArray(codes) ? codes.filter((code) => typeof code === "string") : undefined;
}
