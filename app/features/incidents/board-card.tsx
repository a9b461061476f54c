import { Link } from "react-router";
import { clockState, urgent } from "#app/ui/clock-state.ts";
import { Countdown } from "#app/ui/countdown.tsx";
import { shortAge } from "#app/ui/duration.ts";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { useServerNow } from "#app/ui/server-clock.tsx";
import { StateMark } from "#app/ui/state-mark.tsx";
import type { BoardRow } from "./board-view.server.ts";
import type { ClockView } from "./clock-view.server.ts";
import { SeverityMark } from "./severity.tsx";

/** One incident on the board. The heading's link covers the card. */
export function BoardCard({ row }: { row: BoardRow }) {
  const base = `/i/${row.ref}`;
  return (
    <article className="inc">
      <div className="inc__head">
        <h2>
          <Link to={base}>{row.codename}</Link>
        </h2>
        {row.severity !== null && <SeverityMark severity={row.severity} />}
        <span>{row.title}</span>
        <span className="inc__lead">
          {row.lead === undefined ? "No lead" : `Lead ${row.lead}`} · day {row.day}
        </span>
      </div>
      <dl className="inc__grid">
        <div>
          <dt>Most urgent clock</dt>
          <dd className="stack stack--tight">
            <UrgentClocks row={row} />
          </dd>
        </div>
        <div>
          <dt>Now</dt>
          <dd>
            <Active row={row} />
          </dd>
        </div>
        <div>
          <dt>Steps</dt>
          <dd>{row.total === 0 ? "No playbook started" : `${row.done} of ${row.total} settled`}</dd>
        </div>
      </dl>
      {row.approvals > 0 && (
        <Link className="inc__approve" to={`${base}/approvals`}>
          <Icon name="diamond" />
          {row.approvals === 1 ? "1 approval is waiting" : `${row.approvals} approvals are waiting`}
        </Link>
      )}
    </article>
  );
}

function UrgentClocks({ row }: { row: BoardRow }) {
  const { overdue, next } = urgent(row.clocks, useServerNow());
  const late = overdue > 0 ? row.clocks[0] : undefined;
  if (late === undefined && next === undefined) {
    if (row.aware) return <span>No deadline running</span>;
    return (
      <span className="line">
        <StateMark icon="ask" tone="warn">
          Not started
        </StateMark>
        Set when we became aware
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
  const state = clockState(clock, useServerNow());
  if (state === "over") {
    return (
      <span className="line">
        <StateMark icon="over" tone="danger">
          <Countdown due={clock.due} /> overdue
        </StateMark>
        {clock.name}
        {more > 0 && ` and ${more} more`}
      </span>
    );
  }
  return (
    <span className="line">
      <StateMark icon={state === "soon" ? "soon" : "dial"} tone={state === "soon" ? "warn" : "text"}>
        <Countdown due={clock.due} /> left
      </StateMark>
      {clock.name}, <Moment at={clock.dueAt} />
    </span>
  );
}

function Active({ row }: { row: BoardRow }) {
  const now = useServerNow();
  const [first] = row.active;
  if (first === undefined) return row.total === 0 ? "Nothing is planned yet" : "Nobody is on a step";
  return (
    <>
      {first.title}
      <br />
      <span className="muted">
        {first.by} is on it, {shortAge((now - Date.parse(first.since)) / 1000)}
        {row.active.length > 1 && `, ${row.active.length - 1} more`}
      </span>
    </>
  );
}
