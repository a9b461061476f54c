import { Form, Link } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { Icon, type IconName } from "#app/ui/icon.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import type { Route } from "./+types/more";
import { seenIncident } from "./incident.server.ts";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { incident } = await seenIncident(context, params);
  return { base: `/i/${incident.ref}` };
}

/** What a phone has no room for in its bar. */
export default function More({ loaderData }: Route.ComponentProps) {
  const { base } = loaderData;
  return (
    <>
      <PageTitle name="More" />
      <h1>More</h1>
      <nav className="panel menu" aria-label="More">
        <Item to={`${base}/plan`} icon="edit" label="Plan" />
        <Item to={`${base}/facts`} icon="dial" label="Facts and times" />
        <Item to={`${base}/approvals`} icon="diamond" label="Approvals" />
        <Item to={`${base}#people`} icon="people" label="People" />
        <Item to={`${base}/export`} icon="save" label="Export" />
        <Item to="/incidents" icon="home" label="Incidents" />
        <Item to="/settings" icon="settings" label="Settings" />
        <Item to="/settings/account" icon="people" label="Your account" />
      </nav>
      <Form method="post" action="/signout">
        <Button>Sign out</Button>
      </Form>
    </>
  );
}

function Item({ to, icon, label }: { to: string; icon: IconName; label: string }) {
  return (
    <Link to={to}>
      <Icon name={icon} />
      {label}
      <Icon name="right" className="chev" />
    </Link>
  );
}
