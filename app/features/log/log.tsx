import { Link, useLocation } from "react-router";
import { mayCommand } from "#app/core/incident/permission.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Empty } from "#app/ui/empty.tsx";
import { Hotkey, hotkeyOf } from "#app/ui/hotkey.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { signedInContext } from "../frame/signed-in.server.ts";
import { seenIncident } from "../incidents/incident.server.ts";
import { QueuedActs } from "../offline/queued-acts.tsx";
import type { Route } from "./+types/log";
import { EntryList } from "./entry-list.tsx";
import { ENTRY_KINDS } from "./entry-view.server.ts";
import { filterFrom, logPage } from "./log-page.server.ts";
import { LogSeal } from "./log-seal.tsx";

export async function loader({ context, params, url }: Route.LoaderArgs) {
  const { house, incident, reading, me, withheld, text } = await seenIncident(context, params);
  const { person } = context.get(signedInContext);
  const filter = filterFrom(url.searchParams);
  return {
    ref: incident.ref,
    base: `/i/${incident.ref}`,
    size: incident.size,
    continued: incident.continued && {
      at: incident.continued.at,
      entries: incident.continued.entries ?? 0,
    },
    filter: { kind: filter.kind, text: filter.text },
    kinds: ENTRY_KINDS,
    mayErase: mayCommand("erase-payload", incident.people.get(me)?.roles, person.role),
    page: await logPage(house, reading, filter, withheld, text),
  };
}

/** Everything that was recorded, in words, newest first. */
export default function Log({ loaderData }: Route.ComponentProps) {
  const { ref, base, size, continued, filter, kinds, page, mayErase } = loaderData;
  const text = useText();
  const here = `${base}/log`;
  return (
    <>
      <PageTitle name={text("log.title")} />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>{text("log.title")}</h1>
          <p className="line">
            <LogSeal incident={ref} />
            <span className="muted">{text("log.size", { count: size })}</span>
          </p>
        </div>
        <div className="actions">
          <ButtonLink kind="primary" icon="save" to={`${base}/export`}>
            {text("log.export-evidence")}
          </ButtonLink>
          <ButtonLink to={`${base}/verify`}>{text("log.verify")}</ButtonLink>
          <ButtonLink to={`${base}/log/mine`} hotkey="u">
            {text("log.correct-mine")}
          </ButtonLink>
        </div>
      </div>
      {continued !== undefined && <GoesOn at={continued.at} entries={continued.entries} />}
      <form className="filters" action={here} aria-label={text("log.filter")}>
        <Link className="chip" to={here} aria-current={filter.kind === undefined ? "true" : undefined}>
          {text("log.all")}
        </Link>
        {kinds.map((kind) => (
          <Link
            key={kind}
            className="chip"
            to={`${here}?kind=${kind}`}
            aria-current={filter.kind === kind ? "true" : undefined}
          >
            {text(`log.kinds-${kind}`)}
          </Link>
        ))}
        <span className="filters__end filters__text">
          {filter.kind !== undefined && <input type="hidden" name="kind" value={filter.kind} />}
          <label className="sr" htmlFor="log-text">
            {text("log.find-in-log")}
          </label>
          <input
            className="input input--sm"
            id="log-text"
            name="text"
            type="search"
            placeholder={text("log.find-in-log")}
            {...hotkeyOf("/")}
            defaultValue={filter.text}
          />
          <Button small>
            {text("log.find")}
            <Hotkey of="/" />
          </Button>
        </span>
      </form>
      <Panel
        id="entries"
        title={text("log.newest-first")}
        quiet
        foot={page.older === undefined ? text("log.begins-here") : <OlderLink to={here} older={page.older} />}
      >
        <QueuedActs base={base} />
        {page.entries.length === 0 ? (
          <Empty act={<Link to={here}>{text("log.show-all")}</Link>}>{text("log.none-matches")}</Empty>
        ) : (
          <EntryList base={base} entries={page.entries} mayErase={mayErase} />
        )}
      </Panel>
      {!page.newest && (
        <p>
          <Link to={here}>{text("log.newest")}</Link>
        </p>
      )}
    </>
  );
}

/** As long as the log lives: what it goes on from, and that nobody knows what is missing. */
function GoesOn({ at, entries }: { at: string; entries: number }) {
  const rich = useRichText();
  const bold = (words: React.ReactNode) => (
    <b>
      <Icon name="soon" />
      {words}
    </b>
  );
  return (
    <div className="inset inset--warn">
      <p>{rich("log.continued", { count: entries, at: <Moment at={at} show="second" /> }, { b: bold })}</p>
    </div>
  );
}

function OlderLink({ to, older }: { to: string; older: number }) {
  const text = useText();
  const search = new URLSearchParams(useLocation().search);
  search.delete("at");
  search.delete("recorded");
  search.set("before", String(older));
  return (
    <Link to={`${to}?${search}`}>
      {text("log.older", { seq: String(older) })}
      <Icon name="right" />
    </Link>
  );
}
