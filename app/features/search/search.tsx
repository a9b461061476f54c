import { Link } from "react-router";
import { actorOf } from "#app/server/auth/session.ts";
import { readIn } from "#app/server/content/read-in.server.ts";
import { appContext } from "#app/server/context.ts";
import { search } from "#app/server/queries/search.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button } from "#app/ui/button.tsx";
import { Empty } from "#app/ui/empty.tsx";
import { Hotkey, hotkeyOf } from "#app/ui/hotkey.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useText } from "#app/ui/text.tsx";
import { signedInContext } from "../frame/signed-in.server.ts";
import { entryViews } from "../log/entry-view.server.ts";
import type { Route } from "./+types/search";

const LONGEST = 200;

export async function loader({ context, url }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const text = textIn(context);
  const words = (url.searchParams.get("q") ?? "").slice(0, LONGEST);
  const found = await search(house, actorOf(context.get(signedInContext)), words);
  return {
    words,
    count: found.count,
    whole: found.whole,
    in: found.in.map(({ summary, incident, steps, entries }) => ({
      ref: summary.ref,
      codename: summary.codename,
      title: summary.title,
      steps: steps.map(({ id, number, title }) => ({ id, number, title })),
      // The words are found where they were typed, so nothing of what is withheld can be among them.
      entries: entryViews(entries, readIn(incident, text.language), new Map(), new Set(), text).map(
        ({ seq, at, who, summary: act, quoted }) => ({ seq, at, who, act, quoted }),
      ),
    })),
  };
}

/** Over everything this person is shown, and nothing else. */
export default function Search({ loaderData }: Route.ComponentProps) {
  const { words, count, whole, in: found } = loaderData;
  const text = useText();
  return (
    <>
      <PageTitle name={text("search.title")} />
      <h1>{text("search.title")}</h1>
      <search>
        <form className="form" action="/search">
          <div className="field">
            <label htmlFor="q">{text("search.words")}</label>
            <p className="field__hint" id="q-hint">
              {text("search.hint")}
            </p>
            <div className="joined">
              <input
                className="input"
                id="q"
                name="q"
                type="search"
                aria-describedby="q-hint"
                maxLength={LONGEST}
                defaultValue={words}
                {...hotkeyOf("/")}
              />
              <Button kind="primary" icon="find">
                {text("search.find")}
                <Hotkey of="/" />
              </Button>
            </div>
          </div>
        </form>
      </search>
      <p role="status">
        {words === "" ? text("search.empty") : text("search.found", { count })}
        {!whole && ` ${text("search.more")}`}
      </p>
      {words !== "" && count === 0 && (
        <div className="panel">
          <Empty>{text("search.none")}</Empty>
        </div>
      )}
      {found.map((incident) => (
        <FoundPanel key={incident.ref} incident={incident} />
      ))}
    </>
  );
}

function FoundPanel({ incident }: { incident: Route.ComponentProps["loaderData"]["in"][number] }) {
  const text = useText();
  const base = `/i/${incident.ref}`;
  return (
    <Panel
      title={incident.codename}
      aside={
        <Link to={base} data-row>
          {incident.title}
        </Link>
      }
    >
      <ul className="tail" data-rows>
        {incident.steps.map(({ id, number, title }) => (
          <li key={id}>
            <div className="tail__meta">
              {text("search.kind-step")} {number}
            </div>
            <Link to={`${base}/steps/${id}`} data-row>
              {title}
            </Link>
          </li>
        ))}
        {incident.entries.map(({ seq, at, who, act, quoted }) => (
          <li key={seq}>
            <div className="tail__meta">
              <Moment at={at} show="second" />
              <b>{who}</b>
            </div>
            <Link to={`${base}/log?at=${seq}#e${seq}`} data-row>
              {text("search.kind-entry", { seq: `${seq}` })}
            </Link>{" "}
            {act}
            {quoted !== undefined && <q className="quoted">{quoted}</q>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
