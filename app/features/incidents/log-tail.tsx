import { Link } from "react-router";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useText } from "#app/ui/text.tsx";
import type { EntryView } from "../log/entry-view.server.ts";
import { EntryWords } from "../log/entry-words.tsx";
import { LogSeal } from "../log/log-seal.tsx";
import { QueuedActs } from "../offline/queued-acts.tsx";

interface LogTailProps {
  readonly base: string;
  readonly incident: string;
  readonly entries: readonly EntryView[];
  readonly size: number;
}

/** The newest entries, in words. */
export function LogTail({ base, incident, entries, size }: LogTailProps) {
  const text = useText();
  return (
    <Panel
      id="log"
      title={text("incidents.log")}
      side
      aside={<LogSeal incident={incident} />}
      foot={
        <Link to={`${base}/log`}>
          {text("incidents.whole-log", { count: size })}
          <Icon name="right" />
        </Link>
      }
    >
      <div role="log" aria-label={text("incidents.latest-entries")}>
        <QueuedActs base={base} />
        <ol className="tail">
          {entries.map((entry) => (
            <li key={entry.seq}>
              <div className="tail__meta">
                <span className="num">#{entry.seq}</span>
                <Moment at={entry.at} show="clock" />
                <b>{entry.who}</b>
              </div>
              <EntryWords base={base} entry={entry} />
            </li>
          ))}
        </ol>
      </div>
    </Panel>
  );
}
