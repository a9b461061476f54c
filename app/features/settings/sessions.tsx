import { Form } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import type { SessionView } from "./account-view.server.ts";
import { quiet } from "./quiet.tsx";

/** Where this person is signed in. Each ends on the server: the next request of that browser is nobody's. */
export function Sessions({ sessions }: { sessions: readonly SessionView[] }) {
  const text = useText();
  return (
    <Panel id="sessions" title={text("account.sessions")}>
      <ul className="rows">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      <div className="panel__body">
        <PlainForm id="end-all" fixed={{ kind: "end-all" }}>
          <div className="actions">
            <Button>{text("account.sign-out-all")}</Button>
          </div>
        </PlainForm>
      </div>
    </Panel>
  );
}

function SessionRow({ session }: { session: SessionView }) {
  const { id, since, seen, here } = session;
  const text = useText();
  const rich = useRichText();
  const device = session.device || text("account.a-browser");
  const address = <span className="num">{session.address}</span>;
  const begun = <Moment at={since} />;
  return (
    <li>
      <div className="rows__t">
        <b>{device}</b>
        <small>
          {here
            ? rich("account.session-here", { address, since: begun })
            : rich("account.session-there", { address, since: begun, seen: <Moment at={seen} /> })}
        </small>
      </div>
      {here ? (
        <Form method="post" action="/signout">
          <Button small>{text("account.sign-out-here")}</Button>
        </Form>
      ) : (
        <PlainForm id={`session-${id.slice(0, 12)}`} fixed={{ kind: "end-session", id }}>
          <Button small>{rich("account.sign-out-there", { device }, { quiet })}</Button>
        </PlainForm>
      )}
    </li>
  );
}
