import { ButtonLink } from "#app/ui/button.tsx";
import { PrintButton } from "#app/ui/print-button.tsx";
import { useText } from "#app/ui/text.tsx";

/** Recovery codes, the one time they are shown. */
export function RecoverySheet({ codes, email }: { codes: readonly string[]; email: string }) {
  const text = useText();
  return (
    <section className="panel panel--strong" aria-labelledby="codes-h">
      <div className="panel__head">
        <h2 id="codes-h">{text("account.recovery-of", { email })}</h2>
      </div>
      <div className="panel__body stack">
        <p>{text("account.recovery-once")}</p>
        <ul className="codes codes--long" aria-labelledby="codes-h">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div className="actions">
          <PrintButton>{text("account.print-codes")}</PrintButton>
          <ButtonLink to="/settings/account" kind="primary">
            {text("account.stored")}
          </ButtonLink>
        </div>
      </div>
    </section>
  );
}
