import { Link, redirect } from "react-router";
import { mayDeclare } from "#app/core/incident/permission.ts";
import type { IncidentSummary } from "#app/core/incident/summary.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { instantOf } from "#app/server/log/clock.ts";
import { closedIncidents, SHOWN_AT_ONCE, urgentPage } from "#app/server/queries/board.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { Empty } from "#app/ui/empty.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { mostUrgent } from "../frame/most-urgent.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/board";
import { BoardCard } from "./board-card.tsx";
import { approvalsOf, type BoardRow, boardRow, inOrder } from "./board-view.server.ts";

export async function loader({ context, url }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const actor = actorOf(context.get(signedInContext));
  const at = instantOf(house.clock());
  const text = textIn(context);
  const from = startIn(url.searchParams);
  const since = house.growth.mark(); // before anything is read: what changes meanwhile is told again, not missed
  const incidents = await (from === 0 ? mostUrgent(context) : urgentPage(house, actor, "incident", from));
  if (from > 0 && incidents.shown.length === 0) throw redirect("/incidents");
  const drills = await urgentPage(house, actor, "drill");
  const closed = await closedIncidents(house, actor, SHOWN_AT_ONCE);
  const asked = await approvalsOf(house, actor.userId, [...incidents.shown, ...drills.shown]);
  const row = (one: IncidentSummary) => boardRow(one, asked.get(one.ref) ?? 0, at, text);
  const rows = (list: readonly IncidentSummary[]) => inOrder(list.map(row));
  return {
    open: rows(incidents.shown),
    count: incidents.count,
    from,
    drills: rows(drills.shown),
    drillCount: drills.count,
    closed: closed.map(row),
    declares: mayDeclare(actor.installationRole),
    since,
  };
}

/** Where the page begins, counted from the most urgent; anything else than a number is the beginning. */
function startIn(search: URLSearchParams): number {
  const from = search.get("from") ?? "";
  return /^\d{1,6}$/.test(from) ? Number(from) : 0;
}

export default function Board({ loaderData }: Route.ComponentProps) {
  const { open, count, from, drills, drillCount, closed, declares } = loaderData;
  const more = count - from - open.length;
  const text = useText();
  return (
    <>
      <PageTitle name={text("incidents.title")} />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>{count === 0 ? text("incidents.open") : text("incidents.open-count", { count })}</h1>
        </div>
        {declares && (
          <ButtonLink kind="primary" icon="plus" to="/incidents/new" hotkey="i">
            {text("incidents.declare")}
          </ButtonLink>
        )}
      </div>
      {count === 0 ? (
        <div className="panel">
          <Empty>{text(declares ? "incidents.none-open-declare" : "incidents.none-open")}</Empty>
        </div>
      ) : (
        <div className="stack" data-rows>
          {open.map((row) => (
            <BoardCard key={row.ref} row={row} />
          ))}
          {(more > 0 || from > 0) && (
            <p>
              {text("incidents.by-urgency", { first: from + 1, last: from + open.length, count })}{" "}
              {more > 0 && (
                <Link to={`?from=${from + open.length}`}>{text("incidents.less-urgent", { more })}</Link>
              )}{" "}
              {from > 0 && <Link to="?">{text("incidents.most-urgent")}</Link>}
            </p>
          )}
        </div>
      )}
      <div>
        {drills.length > 0 && (
          <Disclosure summary={text("incidents.drills", { count: drillCount })} open={count === 0}>
            <div className="stack" data-rows>
              {drills.map((row) => (
                <BoardCard key={row.ref} row={row} />
              ))}
            </div>
          </Disclosure>
        )}
        {closed.length > 0 && (
          <Disclosure summary={text("incidents.closed", { count: closed.length })}>
            <ClosedList rows={closed} />
          </Disclosure>
        )}
      </div>
    </>
  );
}

function ClosedList({ rows }: { rows: readonly BoardRow[] }) {
  const rich = useRichText();
  return (
    <ul className="panel tail" data-rows>
      {rows.map((row) => (
        <li key={row.ref}>
          <Link className="codename" to={`/i/${row.ref}`} data-row>
            {row.codename}
          </Link>{" "}
          {row.title}
          {row.closedAt !== undefined && (
            <span className="muted">
              {rich("incidents.closed-at", { when: <Moment at={row.closedAt} /> })}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
