import { Button } from "#app/ui/button.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import type { TokenView } from "./account-view.server.ts";

/** Programs that act as this person. */
export function ApiTokens({ tokens }: { tokens: readonly TokenView[] }) {
  return (
    <Panel
      title="Tokens that act as you"
      foot="A token is made on the server: sangfroid token create. What a program does with it stands in the log as yours."
    >
      {tokens.length === 0 ? (
        <p className="empty">No program acts as you.</p>
      ) : (
        <ul className="rows">
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function TokenRow({ token }: { token: TokenView }) {
  const { id, name, since, used, until } = token;
  return (
    <li>
      <div className="rows__t">
        <b>{name}</b>
        <small>
          Made <Moment at={since} />,{" "}
          {used === undefined ? (
            "never used"
          ) : (
            <>
              last used <Moment at={used} />
            </>
          )}
          ,{" "}
          {until === undefined ? (
            "valid until it is revoked."
          ) : (
            <>
              valid until <Moment at={until} />.
            </>
          )}
        </small>
      </div>
      <PlainForm id={`token-${id}`} fixed={{ kind: "revoke-token", id }} refusedTitle="Not revoked">
        <Button small>
          Revoke<span className="sr"> {name}</span>
        </Button>
      </PlainForm>
    </li>
  );
}
