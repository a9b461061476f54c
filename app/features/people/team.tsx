import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useText } from "#app/ui/text.tsx";
import { actInIncident } from "../act/act.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import { seenIncident } from "../incidents/incident.server.ts";
import type { Route } from "./+types/team";
import { BringIn } from "./bring-in.tsx";
import { Outsiders } from "./outsiders.tsx";
import { Restriction } from "./restriction.tsx";
import { TeamTable } from "./team-table.tsx";
import { teamView } from "./team-view.server.ts";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, incident, me, at, text } = await seenIncident(context, params);
  const { person: account } = context.get(signedInContext);
  const accounts = await house.store.snapshot((reads) => reads.people());
  return teamView(incident, { me, account, accounts, at }, text);
}

export const action = actInIncident;

/** Who is on the team, who could be, and who sees the incident. */
export default function Team({ loaderData: team }: Route.ComponentProps) {
  const text = useText();
  return (
    <>
      <PageTitle name={text("people.title")} />
      <h1>{text("people.title")}</h1>
      <Panel id="team" title={text("people.team")}>
        <TeamTable team={team} />
      </Panel>
      {team.may.bringIn && <BringIn team={team} />}
      {(team.may.lead || team.invitations.length > 0) && <Outsiders team={team} />}
      {team.onTeam && <Restriction team={team} />}
    </>
  );
}
