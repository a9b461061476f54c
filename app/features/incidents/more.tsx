import { Form, Link } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { Icon, type IconName } from "#app/ui/icon.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { useText } from "#app/ui/text.tsx";
import type { Route } from "./+types/more";
import { seenIncident } from "./incident.server.ts";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { incident } = await seenIncident(context, params);
  return { base: `/i/${incident.ref}` };
}

/** What a phone has no room for in its bar. */
export default function More({ loaderData }: Route.ComponentProps) {
  const { base } = loaderData;
  const text = useText();
  return (
    <>
      <PageTitle name={text("plan.more")} />
      <h1>{text("plan.more")}</h1>
      <nav className="panel menu" aria-label={text("plan.more")}>
        <Item to="/search" icon="find" label={text("ui.find")} />
        <Item to={`${base}#tracks`} icon="tracks" label={text("frame.tracks")} />
        <Item to={`${base}/plan`} icon="edit" label={text("plan.title")} />
        <Item to={`${base}/facts`} icon="dial" label={text("plan.facts-and-times")} />
        <Item to={`${base}/approvals`} icon="diamond" label={text("plan.approvals")} />
        <Item to={`${base}/people`} icon="people" label={text("plan.people")} />
        <Item to={`${base}/voices`} icon="ask" label={text("voices.title")} />
        <Item to={`${base}/handover`} icon="hand" label={text("handover.hand-over")} />
        <Item to={`${base}/print`} icon="print" label={text("paper.print-plan")} />
        <Item to={`${base}/reader`} icon="eye" label={text("paper.read-aloud")} />
        <Item to={`${base}/walls`} icon="live" label={text("wall.title")} />
        <Item to={`${base}/link`} icon="copy" label={text("plan.link-title")} />
        <Item to={`${base}/hold`} icon="hold" label={text("erasure.hold")} />
        <Item to={`${base}/export`} icon="save" label={text("plan.export")} />
        <Item to="/incidents" icon="home" label={text("plan.incidents")} />
        <Item to="/settings" icon="settings" label={text("plan.settings")} />
        <Item to="/settings/account" icon="people" label={text("plan.your-account")} />
      </nav>
      <Form method="post" action="/signout">
        <Button>{text("plan.sign-out")}</Button>
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
