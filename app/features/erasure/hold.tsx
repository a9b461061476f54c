import { Link } from "react-router";
import { mayCommand } from "#app/core/incident/permission.ts";
import { nameOf } from "#app/core/incident/summary.ts";
import { Button } from "#app/ui/button.tsx";
import { TextBox } from "#app/ui/field.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { actInIncident } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import { signedInContext } from "../frame/signed-in.server.ts";
import { seenIncident } from "../incidents/incident.server.ts";
import type { Route } from "./+types/hold";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { incident, me, text } = await seenIncident(context, params);
  const { person } = context.get(signedInContext);
  const { hold } = incident;
  return {
    base: `/i/${incident.ref}`,
    hold:
      hold === undefined
        ? undefined
        : {
            at: hold.at,
            by: nameOf(incident, hold.by),
            because: hold.because ?? text("entry.erased"),
          },
    asked: [...incident.approvals.values()].some(
      ({ status, command }) =>
        status === "waiting" &&
        typeof command === "object" &&
        command !== null &&
        "kind" in command &&
        command.kind === "lift-hold",
    ),
    mayAct: mayCommand("set-hold", incident.people.get(me)?.roles, person.role),
  };
}

export const action = actInIncident;

/** While it stands nothing is erased. One person sets it, two lift it. */
export default function Hold({ loaderData: { base, hold, asked, mayAct } }: Route.ComponentProps) {
  const text = useText();
  const rich = useRichText();
  return (
    <>
      <PageTitle name={text("erasure.hold")} />
      <h1>{text("erasure.hold")}</h1>
      <p>{text("erasure.hold-what")}</p>
      {hold !== undefined && (
        <div className="inset inset--warn">
          <p>
            {rich("erasure.hold-since", {
              when: <Moment at={hold.at} />,
              name: hold.by,
              because: hold.because,
            })}
          </p>
        </div>
      )}
      {!mayAct ? (
        <p>{text("erasure.hold-who")}</p>
      ) : hold === undefined ? (
        <ActForm id="set-hold" kind="set-hold" className="form form--narrow">
          <TextBox name="because" label={text("erasure.hold-why")} grows required />
          <div className="actions">
            <Button kind="primary">{text("erasure.hold-set")}</Button>
          </div>
        </ActForm>
      ) : asked ? (
        <p>
          {rich("erasure.lift-asked", {}, { look: (words) => <Link to={`${base}/approvals`}>{words}</Link> })}
        </p>
      ) : (
        <ActForm id="lift-hold" kind="lift-hold" className="form form--narrow">
          <TextBox name="because" label={text("erasure.lift-why")} grows required />
          <div className="actions">
            <Button kind="primary" name="ask" value="approval">
              {text("erasure.lift-ask")}
            </Button>
          </div>
        </ActForm>
      )}
    </>
  );
}
