import { Form, redirect } from "react-router";
import { appContext } from "#app/server/context.ts";
import { Button } from "#app/ui/button.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/account";
import { SettingsTabs } from "./settings-tabs.tsx";

const ROLE_WORDS = {
  administrator: "Administrator",
  member: "Member",
  observer: "Observer",
} as const;

export async function loader({ context }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const { person, session } = context.get(signedInContext);
  const sessions = await house.store.snapshot((reads) => reads.sessionsOf(person.id));
  const now = house.clock().wall;
  return {
    name: person.name,
    email: person.email,
    role: ROLE_WORDS[person.role],
    since: session.createdAt,
    until: session.expiresAt,
    others: sessions.filter(({ expiresAt }) => Date.parse(expiresAt) > now).length - 1,
  };
}

/** Ends every sign-in of this person, this one included. */
export async function action({ context }: Route.ActionArgs) {
  const { house, door } = context.get(appContext);
  const { person } = context.get(signedInContext);
  await house.store.transact((tx) => tx.endSessionsOf(person.id));
  return redirect("/signin?left", { status: 303, headers: { "Set-Cookie": door.sessionCookie.forget() } });
}

export default function Account({ loaderData }: Route.ComponentProps) {
  const { name, email, role, since, until, others } = loaderData;
  return (
    <>
      <PageTitle name="Your account" />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>Settings</h1>
        </div>
      </div>
      <section className="panel" aria-labelledby="account-h">
        <SettingsTabs />
        <div className="panel__head">
          <h2 id="account-h">Your account</h2>
        </div>
        <div className="panel__body">
          <dl className="kv">
            <dt>Name</dt>
            <dd>{name}</dd>
            <dt>Email</dt>
            <dd>{email}</dd>
            <dt>Role</dt>
            <dd>{role}</dd>
          </dl>
        </div>
        <p className="panel__foot muted">
          Your name stands on everything you did, also after you leave. An administrator changes it.
        </p>
      </section>
      <Panel title="Signed in">
        <div className="panel__body">
          <p>
            Here since <Moment at={since} />, at the longest until <Moment at={until} />.{" "}
            {others > 0 &&
              `You are signed in ${others === 1 ? "in one more browser" : `in ${others} more browsers`}.`}
          </p>
          <div className="actions">
            <Form method="post" action="/signout">
              <Button>Sign out here</Button>
            </Form>
            <Form method="post">
              <Button>Sign out everywhere</Button>
            </Form>
          </div>
        </div>
      </Panel>
    </>
  );
}
