import { Link } from "react-router";
import type { SearchKind } from "#app/core/search/searchable.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { FOUND_ON_PAGE, search } from "#app/server/queries/search.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button } from "#app/ui/button.tsx";
import { Empty } from "#app/ui/empty.tsx";
import { Hotkey, hotkeyOf } from "#app/ui/hotkey.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useText } from "#app/ui/text.tsx";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/search";
import { Hit } from "./hit.tsx";
import { hitViews } from "./hits.server.ts";

const LONGEST = 200;

export async function loader({ context, url }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const text = textIn(context);
  const words = (url.searchParams.get("q") ?? "").slice(0, LONGEST);
  const page = pageIn(url.searchParams);
  const found = await search(house, actorOf(context.get(signedInContext)), words, page);
  if (found === undefined || found === "too-short") return { words, found };
  const { count, isMore, isBehind } = found;
  const first = (page - 1) * FOUND_ON_PAGE + 1;
  const last = Math.min(count, page * FOUND_ON_PAGE);
  const hits = await hitViews(house, found, text);
  return { words, found: { count, isMore, isBehind, page, first, last, hits } };
}

/** Pages are counted from 1; anything else than a number is the first. */
function pageIn(search: URLSearchParams): number {
  const page = search.get("page") ?? "";
  return /^[1-9]\d{0,2}$/.test(page) ? Number(page) : 1;
}

/** Over everything this person is shown, and nothing else. */
export default function Search({ loaderData: { words, found } }: Route.ComponentProps) {
  const text = useText();
  return (
    <>
      <PageTitle name={words === "" ? text("search.title") : text("search.title-of", { words })} />
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
                // biome-ignore lint/a11y/noAutofocus: one comes here to type, with or without JavaScript
                autoFocus={words === ""}
                data-first={words === "" ? "" : undefined}
                className="input"
                id="q"
                name="q"
                type="search"
                aria-describedby="q-hint"
                maxLength={LONGEST}
                defaultValue={words}
                key={words}
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
      {found === undefined || found === "too-short" ? (
        <p role="status">{text(found === undefined ? "search.empty" : "search.too-short")}</p>
      ) : (
        <Results words={words} found={found} />
      )}
    </>
  );
}

type Results = Exclude<Route.ComponentProps["loaderData"]["found"], undefined | "too-short">;

function Results({ words, found }: { words: string; found: Results }) {
  const { count, isMore, isBehind, page, first, last, hits } = found;
  const text = useText();
  return (
    <>
      <p role="status">
        {isMore ? text("search.more", { count }) : text("search.found", { count })}
        {isBehind && ` ${text("search.behind")}`}
      </p>
      {count === 0 && (
        <div className="panel">
          <Empty>{text(isBehind ? "search.none-yet" : "search.none")}</Empty>
        </div>
      )}
      <div className="stack" data-rows>
        {KINDS.map(({ kind, title }) => {
          const ofKind = hits.filter((hit) => hit.kind === kind);
          if (ofKind.length === 0) return null;
          return (
            <Panel key={kind} title={text(title)}>
              <ul className="tail">
                {ofKind.map((hit) => (
                  <Hit key={hit.to} hit={hit} />
                ))}
              </ul>
            </Panel>
          );
        })}
      </div>
      {(page > 1 || last < count) && (
        <nav className="pages" aria-label={text("search.pages")}>
          {page > 1 && (
            <Link rel="prev" to={pageLink(words, page - 1)}>
              {text("search.before")}
            </Link>
          )}
          {first <= count && <span>{text("search.shown", { first, last, count })}</span>}
          {last < count && (
            <Link rel="next" to={pageLink(words, page + 1)}>
              {text("search.after")}
            </Link>
          )}
        </nav>
      )}
    </>
  );
}

const KINDS = [
  { kind: "incident", title: "search.incidents" },
  { kind: "step", title: "search.steps" },
  { kind: "note", title: "search.notes" },
  { kind: "entry", title: "search.entries" },
] as const satisfies readonly { readonly kind: SearchKind; readonly title: string }[];

function pageLink(words: string, page: number): string {
  return `?${new URLSearchParams({ q: words, ...(page > 1 ? { page: `${page}` } : {}) })}`;
}
