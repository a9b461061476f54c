import { Button } from "#app/ui/button.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import type { TokenView } from "./account-view.server.ts";
import { quiet } from "./quiet.tsx";

/** Programs that act as this person. */
export function ApiTokens({ tokens }: { tokens: readonly TokenView[] }) {
  const text = useText();
  const rich = useRichText();
  return (
    <Panel
      id="tokens"
      title={text("account.tokens")}
      foot={rich("account.tokens-foot", {}, { code: (words) => <code>{words}</code> })}
    >
      {tokens.length === 0 ? (
        <p className="empty">{text("account.tokens-none")}</p>
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
  const text = useText();
  const rich = useRichText();
  return (
    <li>
      <div className="rows__t">
        <b>{name}</b>
        <small>{rich("account.token-made", { since: <Moment at={since} /> })}</small>
        <small>
          {used === undefined
            ? text("account.token-unused")
            : rich("account.token-used", { used: <Moment at={used} /> })}
        </small>
        <small>
          {until === undefined
            ? text("account.token-endless")
            : rich("account.token-ends", { until: <Moment at={until} /> })}
        </small>
      </div>
      <PlainForm
        id={`token-${id}`}
        fixed={{ kind: "revoke-token", id }}
        refusedTitle={text("account.not-revoked")}
      >
        <Button small>{rich("account.revoke", { name }, { quiet })}</Button>
      </PlainForm>
    </li>
  );
}
