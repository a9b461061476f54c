import { Link } from "react-router";
import type { LinkKind } from "#app/core/incident/command.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { closedIncidents, openIncidents } from "#app/server/queries/board.ts";
import { Button } from "#app/ui/button.tsx";
import { Choices } from "#app/ui/choices.tsx";
import { Field, TextBox } from "#app/ui/field.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { actInIncident } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/link";
import { seenIncident } from "./incident.server.ts";
import { linkedFrom } from "./linked-from.server.ts";
import { LinkedFrom } from "./linked-from.tsx";

const LINKS = ["duplicate-of", "part-of", "related-to"] as const satisfies readonly LinkKind[];

export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, incident, me, text } = await seenIncident(context, params);
  const actor = actorOf(context.get(signedInContext));
  const others = [...(await openIncidents(house, actor)), ...(await closedIncidents(house, actor))];
  return {
    base: `/i/${incident.ref}`,
    others: others
      .filter(({ ref, kind }) => ref !== incident.ref && kind === incident.kind)
      .map(({ ref, codename, title }) => ({ ref, codename, title })),
    links: incident.links.map(({ ref, seq, as = "related-to", because }) => ({
      ref,
      seq,
      as,
      because: because ?? text("incidents.erased"),
      codename: others.find((other) => other.ref === ref)?.codename,
    })),
    linkedFrom: await linkedFrom(house, actor, incident.ref),
    open: incident.closed === undefined,
    mayAct: incident.people.get(me)?.roles !== undefined && incident.closed === undefined,
  };
}

export const action = actInIncident;

/** Two incidents that turn out to be one: linked, and one of them closed. Neither log is touched by the other. */
export default function LinkIncident({ loaderData }: Route.ComponentProps) {
  const { base, others, links, linkedFrom: from, mayAct } = loaderData;
  const text = useText();
  return (
    <>
      <PageTitle name={text("plan.link-title")} />
      <h1>{text("plan.link-title")}</h1>
      <p>{text("plan.link-what")}</p>
      <LinkedFrom links={from} />
      {links.length > 0 && <Links {...loaderData} />}
      {mayAct &&
        (others.length === 0 ? (
          <p>{text("plan.link-none")}</p>
        ) : (
          <ActForm id="link-form" kind="link-incident" className="form form--narrow">
            <Field name="ref" label={text("plan.link-which")}>
              {(control) => (
                <select {...control} className="input" required>
                  {others.map(({ ref, codename, title }) => (
                    <option key={ref} value={ref}>
                      {codename}: {title}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <Choices
              name="as"
              legend={text("plan.link-how")}
              choices={LINKS.map((value) => ({ value, label: text(`plan.link-${value}`) }))}
              required
            />
            <TextBox name="because" label={text("plan.link-because")} grows required />
            <div className="actions">
              <Button kind="primary">{text("plan.link-record")}</Button>
            </div>
          </ActForm>
        ))}
      <p>
        <Link to={base}>{text("plan.back-to-now")}</Link>
      </p>
    </>
  );
}

function Links({ base, links, open }: Route.ComponentProps["loaderData"]) {
  const text = useText();
  const rich = useRichText();
  const goesOnElsewhere = links.some(({ as }) => as !== "related-to");
  return (
    <Panel id="links" title={text("plan.link-list")}>
      <div className="panel__body">
        <ul className="plain">
          {links.map(({ ref, seq, as, because, codename }) => {
            const how = text(`plan.link-${as}`);
            const entry = (words: React.ReactNode) => (
              <Link to={`${base}/log?at=${seq}#e${seq}`}>{words}</Link>
            );
            return (
              <li key={seq}>
                {codename === undefined
                  ? rich("plan.link-hidden", { how, seq: `${seq}` }, { entry })
                  : rich(
                      "plan.link-row",
                      { how, codename, because, seq: `${seq}` },
                      { entry, incident: (words) => <Link to={`/i/${ref}`}>{words}</Link> },
                    )}
              </li>
            );
          })}
        </ul>
        {open && goesOnElsewhere && (
          <p>
            {rich(
              "plan.link-then-close",
              {},
              { close: (words) => <Link to={`${base}/close`}>{words}</Link> },
            )}
          </p>
        )}
      </div>
    </Panel>
  );
}
