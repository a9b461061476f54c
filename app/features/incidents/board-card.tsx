import { Link } from "react-router";
import { clockState, urgent } from "#app/ui/clock-state.ts";
import { Countdown } from "#app/ui/countdown.tsx";
import { DueMoment } from "#app/ui/due-moment.tsx";
import { shortAge } from "#app/ui/duration.ts";
import { Icon } from "#app/ui/icon.tsx";
import { useServerNow } from "#app/ui/server-clock.tsx";
import { StateMark } from "#app/ui/state-mark.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import type { BoardRow } from "./board-view.server.ts";
import type { ClockView } from "./clock-view.server.ts";
import { SeverityMark } from "./severity.tsx";

/** One incident on the board. The heading's link covers the card. */
export function BoardCard({ row }: { row: BoardRow }) {
  const text = useText();
  const base = `/i/${row.ref}`;
  return (
    <article className="inc">
      <div className="inc__head">
        <h2>
          <Link to={base} data-row>
            {row.codename}
          </Link>
        </h2>
        {row.severity !== null && <SeverityMark severity={row.severity} />}
        <span>{row.title}</span>
        <span className="inc__lead">
          {row.lead === undefined
            ? text("incidents.no-lead-and-day", { day: row.day })
            : text("incidents.lead-and-day", { name: row.lead, day: row.day })}
        </span>
      </div>
      <dl className="inc__grid">
        <div>
          <dt>{text("incidents.most-urgent-clock")}</dt>
          <dd className="stack stack--tight">
            <UrgentClocks row={row} />
          </dd>
        </div>
        <div>
          <dt>{text("incidents.now")}</dt>
          <dd>
            <Active row={row} />
          </dd>
        </div>
        <div>
          <dt>{text("incidents.steps")}</dt>
          <dd>
            {row.total === 0
              ? text("incidents.no-playbook")
              : text("incidents.settled", { done: row.done, total: row.total })}
          </dd>
        </div>
      </dl>
      {row.approvals > 0 && (
        <Link className="inc__approve" to={`${base}/approvals`}>
          <Icon name="diamond" />
          {text("incidents.approvals-for-you", { count: row.approvals })}
        </Link>
      )}
    </article>
  );
}

function UrgentClocks({ row }: { row: BoardRow }) {
  const text = useText();
  const { overdue, next } = urgent(row.clocks, useServerNow());
  const late = overdue > 0 ? row.clocks[0] : undefined;
  if (late === undefined && next === undefined) {
    if (row.aware) return <span>{text("frame.no-deadline")}</span>;
    return (
      <span className="line">
        <StateMark icon="ask" tone="warn">
          {text("incidents.not-started")}
        </StateMark>
        {text("frame.set-awareness")}
      </span>
    );
  }
  return (
    <>
      {late !== undefined && <ClockLine clock={late} more={overdue - 1} />}
      {next !== undefined && <ClockLine clock={next} more={0} />}
    </>
  );
}

function ClockLine({ clock, more }: { clock: ClockView; more: number }) {
  const text = useText();
  const rich = useRichText();
  const state = clockState(clock, useServerNow());
  if (state === "over") {
    return (
      <span className="line">
        <StateMark icon="over" tone="danger">
          {rich("incidents.overdue", { time: <Countdown due={clock.due} /> })}
        </StateMark>
        {more > 0 ? text("incidents.and-more", { clock: clock.name, count: more }) : clock.name}
      </span>
    );
  }
  return (
    <span className="line">
      <StateMark icon={state === "soon" ? "soon" : "dial"} tone={state === "soon" ? "warn" : "text"}>
        {rich("ui.left", { time: <Countdown due={clock.due} /> })}
      </StateMark>
      <span>
        {rich("incidents.clock-and-when", { clock: clock.name, when: <DueMoment at={clock.dueAt} /> })}
      </span>
    </span>
  );
}

function Active({ row }: { row: BoardRow }) {
  const text = useText();
  const now = useServerNow();
  const [first] = row.active;
  if (first === undefined) {
    return text(row.total === 0 ? "incidents.nothing-planned" : "incidents.nobody-on-step");
  }
  const name = first.by;
  const age = shortAge((now - Date.parse(first.since)) / 1000, text);
  const others = row.active.length - 1;
  return (
    <>
      {first.title}
      <br />
      <span className="muted">
        {others > 0
          ? text("incidents.on-it-since-more", { name, age, count: others })
          : text("incidents.on-it-since", { name, age })}
      </span>
    </>
  );
}
