import { Link, useLocation } from "react-router";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Empty } from "#app/ui/empty.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { seenIncident } from "../incidents/incident.server.ts";
import type { Route } from "./+types/log";
import { EntryList } from "./entry-list.tsx";
import { ENTRY_KINDS } from "./entry-view.server.ts";
import { filterFrom, logPage } from "./log-page.server.ts";
import { LogSeal } from "./log-seal.tsx";

const KIND_WORDS = {
  decision: "Decisions",
  proof: "Proof",
  note: "Notes",
  correction: "Corrections",
  plan: "Plan",
  step: "Steps",
  people: "People",
  fact: "Facts",
} as const;

export async function loader({ context, params, url }: Route.LoaderArgs) {
  const { house, incident, withheld } = await seenIncident(context, params);
  const filter = filterFrom(url.searchParams);
  return {
    ref: incident.ref,
    base: `/i/${incident.ref}`,
    size: incident.size,
    filter: { kind: filter.kind, text: filter.text },
    kinds: ENTRY_KINDS,
    page: await logPage(house, incident, filter, withheld),
  };
}

/** Everything that was recorded, in words, newest first. */
export default function Log({ loaderData }: Route.ComponentProps) {
  const { ref, base, size, filter, kinds, page } = loaderData;
  const here = `${base}/log`;
  return (
    <>
      <PageTitle name="Log" />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>Log</h1>
          <p className="line">
            <LogSeal incident={ref} />
            <span className="muted">
              {size === 1 ? "1 entry" : `${size} entries`}. A mistake is corrected by a new entry.
            </span>
          </p>
        </div>
        <div className="actions">
          <ButtonLink kind="primary" icon="save" to={`${base}/export`}>
            Export evidence
          </ButtonLink>
          <ButtonLink to={`${base}/verify`}>Verify</ButtonLink>
        </div>
      </div>
      <form className="filters" action={here} aria-label="Filter the log">
        <Link className="chip" to={here} aria-current={filter.kind === undefined ? "true" : undefined}>
          All
        </Link>
        {kinds.map((kind) => (
          <Link
            key={kind}
            className="chip"
            to={`${here}?kind=${kind}`}
            aria-current={filter.kind === kind ? "true" : undefined}
          >
            {KIND_WORDS[kind]}
          </Link>
        ))}
        <span className="filters__end filters__text">
          {filter.kind !== undefined && <input type="hidden" name="kind" value={filter.kind} />}
          <label className="sr" htmlFor="log-text">
            Find in the log
          </label>
          <input
            className="input input--sm"
            id="log-text"
            name="text"
            type="search"
            placeholder="Find in the log"
            defaultValue={filter.text}
          />
          <Button small>Find</Button>
        </span>
      </form>
      <Panel
        id="entries"
        title="Entries, newest first"
        quiet
        foot={
          page.older === undefined ? (
            "The log begins here. Times in UTC."
          ) : (
            <OlderLink to={here} older={page.older} />
          )
        }
      >
        {page.entries.length === 0 ? (
          <Empty act={<Link to={here}>Show all entries</Link>}>No entry matches.</Empty>
        ) : (
          <EntryList base={base} entries={page.entries} />
        )}
      </Panel>
      {!page.newest && (
        <p>
          <Link to={here}>The newest entries</Link>
        </p>
      )}
    </>
  );
}

function OlderLink({ to, older }: { to: string; older: number }) {
  const search = new URLSearchParams(useLocation().search);
  search.delete("at");
  search.delete("recorded");
  search.set("before", String(older));
  return (
    <Link to={`${to}?${search}`}>
      Older entries, before #{older}
      <Icon name="right" />
    </Link>
  );
}
