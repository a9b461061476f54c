import { Fragment } from "react";
import { Link } from "react-router";
import { appContext } from "#app/server/context.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Empty } from "#app/ui/empty.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { numberFrom } from "../log/seen-log.server.ts";
import type { Route } from "./+types/installation-log";
import { requireAdministrator } from "./administrators.server.ts";
import { type ActView, installationLogView } from "./installation-log-view.server.ts";
import { SettingsPage } from "./settings-page.tsx";

export async function loader({ context, url }: Route.LoaderArgs) {
  requireAdministrator(context);
  const before = url.searchParams.get("before");
  const from = before === null ? undefined : numberFrom(before);
  return {
    ...(await installationLogView(context.get(appContext).house, from, textIn(context))),
    newest: from === undefined,
  };
}

/** What was done to people, ways in, settings and the log itself, newest first. */
export default function InstallationLog({ loaderData }: Route.ComponentProps) {
  const { acts, older, size, newest } = loaderData;
  const text = useText();
  return (
    <SettingsPage
      title={text("settings.log-title")}
      beside={<span className="muted sm">{text("settings.log-size", { count: size })}</span>}
      below={
        !newest && (
          <p>
            <Link to="/settings/log">{text("log.newest")}</Link>
          </p>
        )
      }
    >
      <div className="panel__body">
        <p>{text("settings.log-why")}</p>
        <div className="actions">
          <ButtonLink to="/log/checkpoint" icon="save" download>
            {text("setup.download-checkpoint")}
          </ButtonLink>
          <ButtonLink to="/log/vkey" icon="save" download>
            {text("setup.download-key")}
          </ButtonLink>
        </div>
      </div>
      {acts.length === 0 ? <Empty>{text("settings.log-none")}</Empty> : <Acts acts={acts} />}
      <p className="panel__foot muted">
        {older === undefined ? (
          text("log.begins-here")
        ) : (
          <Link to={`?before=${older}`}>
            {text("log.older", { seq: String(older) })}
            <Icon name="right" />
          </Link>
        )}
      </p>
    </SettingsPage>
  );
}

function Acts({ acts }: { acts: readonly ActView[] }) {
  const text = useText();
  return (
    <div role="log" aria-label={text("log.entries")}>
      <ol className="log" data-rows>
        {acts.map((act, index) => (
          <Fragment key={act.seq}>
            {act.at.slice(0, 10) !== acts[index - 1]?.at.slice(0, 10) && (
              <li className="log__sep">
                <Moment at={act.at} show="date" />
              </li>
            )}
            <ActRow act={act} />
          </Fragment>
        ))}
      </ol>
    </div>
  );
}

function ActRow({ act: { seq, at, who, kind, summary, quoted } }: { act: ActView }) {
  const text = useText();
  const rich = useRichText();
  const tags = { q: (words: React.ReactNode) => <q className="quoted">{words}</q> };
  return (
    <li id={`e${seq}`} tabIndex={-1} data-row>
      <span className="log__no">#{seq}</span>
      <time className="log__at" dateTime={at}>
        {at.slice(11, 19)}Z
      </time>
      <span className="log__who">{who}</span>
      <span className="log__act">{text(`settings.log-kind-${kind}`)}</span>
      <span className="log__what">
        {quoted === undefined ? summary : rich("log.said", { summary, quoted }, tags)}
      </span>
      <span className="log__rcpt">
        <a href={`/log/receipts/${seq}`} download aria-label={text("log.receipt", { seq: String(seq) })}>
          <Icon name="save" />
        </a>
      </span>
    </li>
  );
}
