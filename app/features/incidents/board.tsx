import { Link } from "react-router";
import { mayDeclare } from "#app/core/incident/permission.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { instantOf } from "#app/server/log/clock.ts";
import { closedIncidents, openIncidents } from "#app/server/queries/board.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { Empty } from "#app/ui/empty.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/board";
import { BoardCard } from "./board-card.tsx";
import { type BoardRow, boardRow, inOrder } from "./board-view.server.ts";

/** More cards than this are asked for: nobody looks at them in an emergency. */
const SHOWN = 50;

export async function loader({ context, url }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const actor = actorOf(context.get(signedInContext));
  const at = instantOf(house.clock());
  const text = textIn(context);
  const [open, closed] = [await openIncidents(house, actor), await closedIncidents(house, actor)];
  const rows = (kind: "incident" | "drill", list: typeof open) =>
    inOrder(list.filter((one) => one.kind === kind).map((one) => boardRow(one, actor.userId, at, text)));
  const all = rows("incident", open);
  const shown = url.searchParams.has("all") ? all : all.slice(0, SHOWN);
  return {
    open: shown,
    more: all.length - shown.length,
    drills: rows("drill", open),
    closed: closed.map((one) => boardRow(one, actor.userId, at, text)),
    declares: mayDeclare(actor.installationRole),
  };
}

export default function Board({ loaderData }: Route.ComponentProps) {
  const { open, more, drills, closed, declares } = loaderData;
  const text = useText();
  const rich = useRichText();
  return (
    <>
      <PageTitle name={text("incidents.title")} />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>
            {open.length === 0
              ? text("incidents.open")
              : text("incidents.open-count", { count: open.length + more })}
          </h1>
        </div>
        {declares && (
          <ButtonLink kind="primary" icon="plus" to="/incidents/new" hotkey="i">
            {text("incidents.declare")}
          </ButtonLink>
        )}
      </div>
      {open.length === 0 ? (
        <div className="panel">
          <Empty>{text(declares ? "incidents.none-open-declare" : "incidents.none-open")}</Empty>
        </div>
      ) : (
        <div className="stack" data-rows>
          {open.map((row) => (
            <BoardCard key={row.ref} row={row} />
          ))}
          {more > 0 && (
            <p>
              {rich(
                "incidents.most-urgent",
                { shown: open.length, more },
                { all: (words) => <Link to="?all">{words}</Link> },
              )}
            </p>
          )}
        </div>
      )}
      <div>
        {drills.length > 0 && (
          <Disclosure summary={text("incidents.drills", { count: drills.length })} open={open.length === 0}>
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
