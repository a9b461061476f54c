import { data, Link } from "react-router";
import { commandSchema } from "#app/core/incident/command.ts";
import { nameOf } from "#app/core/incident/summary.ts";
import { addSeconds } from "#app/core/shared/instant.ts";
import { newSecret } from "#app/server/auth/secret.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { execute } from "#app/server/execute.server.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { instantOf } from "#app/server/log/clock.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { incidentFor } from "#app/server/visibility.ts";
import { Button } from "#app/ui/button.tsx";
import { Choices } from "#app/ui/choices.tsx";
import { Empty } from "#app/ui/empty.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { actInIncident, refIn } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { refusedBy } from "../act/refusal-answer.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import { seenIncident } from "../incidents/incident.server.ts";
import type { Route } from "./+types/walls";
import { wallHash } from "./wall-for.server.ts";

const HOURS = [8, 24, 72] as const;

export async function loader({ context, params }: Route.LoaderArgs) {
  const { incident, me, at } = await seenIncident(context, params);
  const { door } = context.get(appContext);
  const roles = incident.people.get(me)?.roles;
  return {
    base: `/i/${incident.ref}`,
    seed: door.seal.close(purpose(incident.ref, me), newSecret()),
    lead: (roles?.includes("lead") ?? false) && incident.closed === undefined,
    onTeam: roles !== undefined,
    restricted: incident.restricted !== undefined,
    walls: [...incident.walls.values()]
      .filter(({ closed, until }) => closed === undefined && until > at)
      .map(({ seq, until, by }) => ({ seq, until, by: nameOf(incident, by) })),
  };
}

/** Sealed for one person and incident. A form sent twice brings the same secret twice, and so opens one wall. */
function purpose(ref: string, person: string): string {
  return `wall ${ref} ${person}`;
}

/** Opening shows the secret once, and lets the log have its hash alone. */
export async function action(args: Route.ActionArgs) {
  const { request, context, params } = args;
  const form = await readForm(request.clone());
  if (textOf(form, "kind") !== "open-wall") return actInIncident(args);
  const { house, door, origin } = context.get(appContext);
  const actor = actorOf(context.get(signedInContext), door.now());
  const ref = refIn(params);
  const incident = await incidentFor(house, actor, ref);
  if (incident === undefined || incident.restricted !== undefined) throw data(null, { status: 404 });
  const secret = door.seal.open(purpose(ref, actor.userId), textOf(form, "seed")) ?? newSecret();
  const hours = HOURS.find((known) => String(known) === textOf(form, "hours")) ?? HOURS[0];
  const until = addSeconds(instantOf(house.clock()), hours * 3600);
  const command = commandSchema.parse({ kind: "open-wall", hash: wallHash(secret), until });
  if (command.kind !== "open-wall") throw new Error("it is one");
  const outcome = await execute(house, actor, ref, command);
  if (!outcome.ok) {
    const opened = (await house.incident(ref))?.walls.get(command.hash);
    if (opened === undefined || opened.closed !== undefined)
      return refusedBy(form, outcome.error, textIn(context));
  }
  return data({ address: `${origin}/wall/${ref}.${secret}` });
}

/** Screens that show this incident, and the way to open and close one. */
export default function Walls({ loaderData, actionData }: Route.ComponentProps) {
  const { base, seed, lead, onTeam, restricted, walls } = loaderData;
  const text = useText();
  const address = actionData !== undefined && "address" in actionData ? actionData.address : undefined;
  return (
    <>
      <PageTitle name={text("wall.title")} />
      <h1>{text("wall.title")}</h1>
      <p>{text("wall.what")}</p>
      {address !== undefined && (
        <div className="inset inset--accent" role="status">
          <p>{text("wall.once")}</p>
          <p>
            <a className="id" href={address} target="_blank" rel="noopener noreferrer">
              {address}
            </a>
          </p>
        </div>
      )}
      {restricted ? (
        <p>{text("wall.not-restricted")}</p>
      ) : lead ? (
        <PlainForm id="open-wall" fixed={{ kind: "open-wall", seed }}>
          <Choices
            name="hours"
            legend={text("wall.hours")}
            row
            chosen={String(HOURS[0])}
            choices={HOURS.map((hours) => ({
              value: String(hours),
              label: text("wall.hours-n", { count: hours }),
            }))}
          />
          <div className="actions">
            <Button kind="primary">{text("wall.open")}</Button>
          </div>
        </PlainForm>
      ) : (
        <p>{text("wall.only-lead")}</p>
      )}
      <Panel id="walls" title={text("wall.title")} quiet>
        {walls.length === 0 ? (
          <Empty>{text("wall.none")}</Empty>
        ) : (
          <ul className="rows">
            {walls.map((wall) => (
              <OpenWall key={wall.seq} base={base} wall={wall} mayClose={onTeam} />
            ))}
          </ul>
        )}
      </Panel>
    </>
  );
}

type OpenWallRow = Route.ComponentProps["loaderData"]["walls"][number];

function OpenWall({ base, wall, mayClose }: { base: string; wall: OpenWallRow; mayClose: boolean }) {
  const text = useText();
  const rich = useRichText();
  const { seq, by, until } = wall;
  return (
    <li>
      <span>
        {rich(
          "wall.opened",
          { name: by, when: <Moment at={until} />, seq: `${seq}` },
          { entry: (words) => <Link to={`${base}/log?at=${seq}#e${seq}`}>{words}</Link> },
        )}
      </span>
      {mayClose && (
        <ActForm id={`close-wall-${seq}`} kind="close-wall" fixed={{ seq }} className="inline">
          <Button small>{text("wall.close")}</Button>
        </ActForm>
      )}
    </li>
  );
}
