import { data, Link } from "react-router";
import { ERASURE_GROUNDS } from "#app/core/incident/command.ts";
import { mayCommand } from "#app/core/incident/permission.ts";
import { scarsOf } from "#app/core/incident/scar.ts";
import { Button } from "#app/ui/button.tsx";
import { TextBox, TextLine } from "#app/ui/field.tsx";
import { Hash } from "#app/ui/hash.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { SelectField } from "#app/ui/select-field.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { actInIncident } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import { signedInContext } from "../frame/signed-in.server.ts";
import { seenIncident } from "../incidents/incident.server.ts";
import { entryViews } from "../log/entry-view.server.ts";
import { entryAt } from "../log/log-page.server.ts";
import type { Route } from "./+types/erase";
import { Answers } from "./answers.tsx";
import { erasingView } from "./erasing-view.server.ts";
import { PlaceTick } from "./place-tick.tsx";
import { Scars } from "./scars.tsx";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, incident, reading, me, withheld, text } = await seenIncident(context, params);
  const entry = /^\d{1,15}$/.test(params.seq)
    ? await entryAt(house, incident, Number(params.seq))
    : undefined;
  if (entry === undefined || withheld.has(entry.seq)) throw data(null, { status: 404 });
  const [view] = entryViews([entry], reading, new Map(), withheld, text);
  if (view === undefined) throw data(null, { status: 404 });
  const { person } = context.get(signedInContext);
  return {
    base: `/i/${incident.ref}`,
    entry: { seq: entry.seq, at: entry.at, who: view.who, summary: view.summary },
    codename: incident.codename.value ?? incident.ref,
    hold: incident.hold?.seq,
    scars: scarsOf(incident, entry.seq, text),
    mayAsk: mayCommand("erase-payload", incident.people.get(me)?.roles, person.role),
    erasing: await erasingView(house, incident, entry, me, text),
    grounds: ERASURE_GROUNDS.map((value) => ({ value, label: text(`entry.ground-${value}`) })),
  };
}

export const action = actInIncident;

/** What goes for good, what stays, what nobody can call back: the same for who asks and for who approves. */
export default function Erase({ loaderData }: Route.ComponentProps) {
  const { base, entry, scars, erasing } = loaderData;
  const text = useText();
  const rich = useRichText();
  const seq = String(entry.seq);
  return (
    <>
      <PageTitle name={text("erasure.title", { seq })} />
      <p className="crumb">
        <Link to={`${base}/log?at=${seq}#e${seq}`}>{text("log.title")}</Link> / #{seq}
      </p>
      <h1>{text("erasure.check-before", { seq })}</h1>
      <p>
        {rich("erasure.which", {
          summary: entry.summary,
          who: entry.who,
          when: <Moment at={entry.at} />,
        })}
      </p>
      {scars.length > 0 && (
        <p>
          <Scars base={base} scars={scars} />
        </p>
      )}
      <Ask {...loaderData} />
      <Panel id="stays" title={text("erasure.what-stays")}>
        <div className="panel__body">
          <p>{text("erasure.stays")}</p>
          <p>
            <Hash hex={erasing.hash} />
          </p>
        </div>
      </Panel>
      <Panel id="beyond" title={text("erasure.beyond-title")}>
        <div className="panel__body">
          <ul className="plain">
            {erasing.beyond.map((where) => (
              <li key={where}>{where}</li>
            ))}
          </ul>
          {erasing.near.length > 0 && (
            <p>
              {text("erasure.near")}{" "}
              {erasing.near.map((near) => (
                <Link key={near} to={`${base}/log/${near}/erase`}>
                  #{near}{" "}
                </Link>
              ))}
            </p>
          )}
        </div>
      </Panel>
    </>
  );
}

function Ask({ base, entry, codename, hold, mayAsk, erasing, grounds }: Route.ComponentProps["loaderData"]) {
  const text = useText();
  const rich = useRichText();
  if (hold !== undefined) {
    return (
      <div className="inset inset--warn">
        <p>
          {rich(
            "erasure.held",
            { seq: String(hold) },
            { hold: (words) => <Link to={`${base}/hold`}>{words}</Link> },
          )}
        </p>
      </div>
    );
  }
  if (erasing.asked !== undefined && !erasing.asked.isVoid)
    return <Answers base={base} codename={codename} erasing={erasing} asked={erasing.asked} />;
  if (erasing.places.length === 0) return <p>{text("erasure.nothing-left")}</p>;
  if (!mayAsk) return <p>{text("erasure.who-asks")}</p>;
  if (erasing.functions === "") return <p>{text("erasure.same-function")}</p>;
  return (
    <ActForm
      id="erase"
      kind="erase-payload"
      fixed={{ seq: entry.seq }}
      className="form form--narrow"
      next={`${base}/log/${entry.seq}/erase`}
    >
      <fieldset className="field">
        <legend className="legend">{text("erasure.what-goes")}</legend>
        <div className="opts">
          {erasing.places.map((place) => (
            <PlaceTick key={place.place} {...place} />
          ))}
        </div>
      </fieldset>
      {erasing.along.length > 0 && (
        <p className="field__hint">
          {text("erasure.along", { list: erasing.along.map((seq) => `#${seq}`).join(", ") })}
        </p>
      )}
      <SelectField name="ground" label={text("erasure.ground")} options={grounds} />
      <TextBox
        name="because"
        label={text("erasure.because")}
        hint={text("erasure.because-hint")}
        grows
        required
      />
      <TextLine name="codename" label={text("erasure.type-codename", { codename })} short required />
      <p className="field__hint">
        {erasing.approvers === ""
          ? text("erasure.nobody", { functions: erasing.functions })
          : text("erasure.approvers", { people: erasing.approvers })}
      </p>
      <div className="actions">
        <Button kind="danger" name="ask" value="approval">
          {text("erasure.ask")}
        </Button>
      </div>
    </ActForm>
  );
}
