import { Link } from "react-router";
import { maySee } from "#app/core/incident/permission.ts";
import { hasAccess } from "#app/server/store/rows.ts";
import { Button } from "#app/ui/button.tsx";
import { TextBox } from "#app/ui/field.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { actInIncident } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import { seenIncident } from "../incidents/incident.server.ts";
import type { Route } from "./+types/lift";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, incident, me, at } = await seenIncident(context, params);
  const people = await house.store.snapshot((reads) => reads.people());
  const onTeam = (id: (typeof people)[number]["id"]) => incident.people.get(id)?.roles !== undefined;
  const willSee = people.filter(
    ({ id, role, ...person }) =>
      hasAccess({ id, role, ...person }, at) &&
      !onTeam(id) &&
      maySee(role, { restricted: false, onTeam: false }),
  );
  const asked = [...incident.approvals.values()].some(
    ({ status, command }) =>
      status === "waiting" &&
      typeof command === "object" &&
      command !== null &&
      "kind" in command &&
      command.kind === "lift-restriction",
  );
  return {
    base: `/i/${incident.ref}`,
    restricted: incident.restricted === undefined ? undefined : { ...incident.restricted },
    willSee: willSee.length,
    entries: incident.size,
    lead: (incident.people.get(me)?.roles?.includes("lead") ?? false) && incident.closed === undefined,
    asked,
  };
}

export const action = actInIncident;

/** What everyone will see, before a second person is asked. */
export default function Lift({ loaderData }: Route.ComponentProps) {
  const { base, restricted, willSee, entries, lead, asked } = loaderData;
  const text = useText();
  const rich = useRichText();
  return (
    <>
      <PageTitle name={text("people.lift")} />
      <h1>{text("people.check-before-lift")}</h1>
      {restricted === undefined ? (
        <p>{text("people.not-restricted")}</p>
      ) : (
        <>
          <p>
            {rich("people.restricted-since", {
              when: <Moment at={restricted.at} />,
              because: restricted.because ?? text("incidents.erased"),
            })}
          </p>
          <div className="inset inset--warn">
            <p>{text("people.lift-effect", { people: willSee, entries })}</p>
          </div>
          {asked ? (
            <p>
              {rich(
                "people.lift-asked",
                {},
                { look: (words) => <Link to={`${base}/approvals`}>{words}</Link> },
              )}
            </p>
          ) : lead ? (
            <ActForm id="lift" kind="lift-restriction" className="form form--narrow">
              <TextBox name="because" label={text("people.why-lift")} required />
              <div className="actions">
                <Button kind="primary" name="ask" value="approval">
                  {text("people.ask-to-lift")}
                </Button>
              </div>
            </ActForm>
          ) : (
            <p>{text("people.lead-lifts")}</p>
          )}
        </>
      )}
      <p>
        <Link to={`${base}/people`}>{text("people.back")}</Link>
      </p>
    </>
  );
}
