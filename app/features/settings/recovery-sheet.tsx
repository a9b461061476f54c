import { PrintButton } from "#app/ui/print-button.tsx";
import { useText } from "#app/ui/text.tsx";

interface RecoverySheetProps {
  readonly codes: readonly string[];
  readonly email: string;
  /** What leads on from here, once they are stored. */
  readonly children: React.ReactNode;
}

/** Recovery codes, the one time they are shown. */
export function RecoverySheet({ codes, email, children }: RecoverySheetProps) {
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
          {children}
        </div>
      </div>
    </section>
  );
}
