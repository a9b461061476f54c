import { ButtonLink } from "#app/ui/button.tsx";
import { useText } from "#app/ui/text.tsx";
import { RecoverySheet } from "./recovery-sheet.tsx";

/** New codes among the settings: from here it goes back to the account. */
export function NewCodes({ codes, email }: { codes: readonly string[]; email: string }) {
  const text = useText();
  return (
    <RecoverySheet codes={codes} email={email}>
      <ButtonLink to="/settings/account" kind="primary">
        {text("account.stored")}
      </ButtonLink>
    </RecoverySheet>
  );
}
