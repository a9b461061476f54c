import { Form } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import type { SessionView } from "./account-view.server.ts";

/** Where this person is signed in. Each ends on the server: the next request of that browser is nobody's. */
export function Sessions({ sessions }: { sessions: readonly SessionView[] }) {
  return (
    <Panel title="Where you are signed in">
      <ul className="rows">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      <div className="panel__body">
        <PlainForm id="end-all" fixed={{ kind: "end-all" }}>
          <div className="actions">
            <Button>Sign out everywhere</Button>
          </div>
        </PlainForm>
      </div>
    </Panel>
  );
}

function SessionRow({ session }: { session: SessionView }) {
  const { id, device, address, since, seen, here } = session;
  return (
    <li>
      <div className="rows__t">
        <b>{device === "" ? "A browser" : device}</b>
        <small>
          {address !== "" && (
            <>
              From <span className="num">{address}</span>.{" "}
            </>
          )}
          Since <Moment at={since} />, last seen {here ? "now, in this browser." : <Moment at={seen} />}
        </small>
      </div>
      {here ? (
        <Form method="post" action="/signout">
          <Button small>Sign out here</Button>
        </Form>
      ) : (
        <PlainForm id={`session-${id.slice(0, 12)}`} fixed={{ kind: "end-session", id }}>
          <Button small>
            Sign out<span className="sr"> {device}</span>
          </Button>
        </PlainForm>
      )}
    </li>
  );
}
