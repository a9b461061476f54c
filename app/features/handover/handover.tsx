import { Link } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { shortAge } from "#app/ui/duration.ts";
import { Field, TextBox } from "#app/ui/field.tsx";
import { Hash } from "#app/ui/hash.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { MomentField } from "#app/ui/moment-field.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { PrintButton } from "#app/ui/print-button.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { actInIncident } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import { seenIncident } from "../incidents/incident.server.ts";
import { Row } from "../steps/step-sheet.tsx";
import type { Route } from "./+types/handover";
import { handoverView } from "./handover-view.server.ts";
import { SheetRows, WholeSheet } from "./sheet.tsx";

export async function loader({ context, params }: Route.LoaderArgs) {
  return handoverView(await seenIncident(context, params));
}

export const action = actInIncident;

type View = Route.ComponentProps["loaderData"];

/** The lead changes on the receiver's act alone, after they have said the plan back. */
export default function HandoverPage({ loaderData }: Route.ComponentProps) {
  const { lead, leadName, seconds, tired, offer, last, base } = loaderData;
  const text = useText();
  const age = shortAge(Math.max(seconds, 60), text);
  return (
    <>
      <PageTitle name={text("handover.hand-over")} />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>{text("handover.title")}</h1>
          <p className="muted">
            {text(tired ? "handover.tired" : "handover.led-for", { name: leadName, age })}
          </p>
        </div>
        <div className="actions">
          <PrintButton>{text("handover.print")}</PrintButton>
        </div>
      </div>
      {offer !== undefined && <Offered view={loaderData} offer={offer} />}
      {lead ? (
        <Offer view={loaderData} />
      ) : (
        offer === undefined && <p className="muted">{text("handover.only-lead")}</p>
      )}
      {last !== undefined && <Last base={base} last={last} onPaper={offer === undefined} />}
    </>
  );
}

function Offered({ view, offer }: { view: View; offer: NonNullable<View["offer"]> }) {
  const { base, mine } = view;
  const text = useText();
  const rich = useRichText();
  const { from, to, at, seq } = offer;
  return (
    <>
      <div className="inset inset--accent">
        <p>
          {rich(
            "handover.offered",
            { from, to, when: <Moment at={at} />, seq: `${seq}` },
            { entry: (words) => <Link to={`${base}/log?at=${seq}#e${seq}`}>{words}</Link> },
          )}
        </p>
        <OffDuty name={from} until={offer.offDutyUntil} />
      </div>
      <WholeSheet base={base} sheet={offer.sheet} />
      {mine ? (
        <ActForm id="take" kind="accept-handover" next={base} className="form form--narrow">
          <TextBox
            name="saysBack"
            label={text("handover.own-words")}
            hint={text("handover.own-words-hint")}
            required
          />
          <div className="actions actions--stick">
            <Button kind="primary" icon="hand">
              {text("handover.take")}
            </Button>
          </div>
        </ActForm>
      ) : (
        <p className="no-print">{text("handover.only-receiver", { name: to })}</p>
      )}
    </>
  );
}

function OffDuty({ name, until }: { name: string; until: string | undefined }) {
  const rich = useRichText();
  if (until === undefined) return null;
  return <p>{rich("handover.off-duty-until", { name, when: <Moment at={until} /> })}</p>;
}

function Offer({ view }: { view: View }) {
  const { base, team, draft, brief, since, leadName, offer } = view;
  const text = useText();
  const rich = useRichText();
  if (team.length === 0) {
    return (
      <p>
        {rich("handover.nobody-else", {}, { people: (words) => <Link to={`${base}/people`}>{words}</Link> })}
      </p>
    );
  }
  return (
    <ActForm id="offer" kind="hand-over" className="form no-print">
      <p className="muted">{text("handover.stays", { name: leadName })}</p>
      <Field name="to" label={text("handover.to-whom")}>
        {(control) => (
          <select {...control} className="input" required>
            {team.map((person) => (
              <option key={person.id} value={person.id}>
                {person.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="panel sheet sheet--form">
        <Row title={text("handover.situation")}>
          <p className="muted">{rich("handover.since", { when: <Moment at={since} /> })}</p>
          <TextBox
            name="brief"
            label={text("handover.situation")}
            hint={text("handover.situation-hint")}
            value={brief === "" ? text("handover.none-since") : brief}
            required
          />
        </Row>
        <SheetRows base={base} sheet={draft} />
        <Row title={text("handover.if-then")}>
          <TextBox
            name="ifThen.lines"
            label={text("handover.if-then")}
            hint={text("handover.if-then-hint")}
            required
          />
        </Row>
      </div>
      <MomentField name="offDutyUntil" label={text("handover.off-duty")} optional />
      <div className="actions">
        <Button kind={offer === undefined ? "primary" : "plain"} icon="hand">
          {text(offer === undefined ? "handover.offer" : "handover.offer-anew")}
        </Button>
      </div>
    </ActForm>
  );
}

interface LastProps {
  readonly base: string;
  readonly last: NonNullable<View["last"]>;
  /** One sheet fits a page: while another is offered, that one is printed. */
  readonly onPaper: boolean;
}

function Last({ base, last, onPaper }: LastProps) {
  const text = useText();
  const rich = useRichText();
  const { offer, seq, at, saysBack } = last;
  return (
    <section className={onPaper ? "stack" : "stack no-print"} aria-labelledby="last-h">
      <h2 id="last-h">{text("handover.last")}</h2>
      <p>
        {rich(
          "handover.taken",
          { from: offer.from, to: offer.to, when: <Moment at={at} />, seq: `${seq}` },
          { entry: (words) => <Link to={`${base}/log?at=${seq}#e${seq}`}>{words}</Link> },
        )}
      </p>
      <OffDuty name={offer.from} until={offer.offDutyUntil} />
      <WholeSheet base={base} sheet={offer.sheet} />
      <div className="panel sheet">
        <Row title={text("handover.says-back")}>
          <p className="said-text">{saysBack}</p>
        </Row>
        {offer.hash !== undefined && (
          <Row title={text("handover.sheet-hash")}>
            <Hash hex={offer.hash} />
          </Row>
        )}
      </div>
    </section>
  );
}
