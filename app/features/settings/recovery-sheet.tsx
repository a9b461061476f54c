import { ButtonLink } from "#app/ui/button.tsx";
import { PrintButton } from "#app/ui/print-button.tsx";

/** Recovery codes, the one time they are shown. */
export function RecoverySheet({ codes, email }: { codes: readonly string[]; email: string }) {
  return (
    <section className="panel panel--strong" aria-labelledby="codes-h">
      <div className="panel__head">
        <h2 id="codes-h">Recovery codes of {email}</h2>
      </div>
      <div className="panel__body stack">
        <p>Shown this once. Each works once. Print them, and keep them away from this device.</p>
        <ul className="codes codes--long" aria-labelledby="codes-h">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div className="actions">
          <PrintButton>Print the codes</PrintButton>
          <ButtonLink to="/settings/account" kind="primary">
            I have stored them
          </ButtonLink>
        </div>
      </div>
    </section>
  );
}
