import { redirect } from "react-router";
import { isCorrectable } from "#app/core/incident/rules-fact.ts";
import { entriesOf } from "#app/server/queries/log-entries.ts";
import { seenIncident } from "../incidents/incident.server.ts";
import type { Route } from "./+types/mine";

const PAGE = 200;

/** To the correction of what this person said last; the log itself when they have said nothing. */
export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, incident, me } = await seenIncident(context, params);
  const base = `/i/${incident.ref}/log`;
  for (let until = incident.size; until > 0; until -= PAGE) {
    const entries = await entriesOf(house, incident, until - PAGE, until);
    const mine = entries.findLast((entry) => entry.by.u === me && isCorrectable(entry.act));
    if (mine !== undefined) return redirect(`${base}/${mine.seq}/correct`);
  }
  return redirect(base);
}
