import { Fragment } from "react";
import { Link } from "react-router";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import type { EntryView } from "./entry-view.server.ts";
import { EntryWords } from "./entry-words.tsx";

/** Entries by day. A correction and what it corrects are marked alike and lead to each other. */
export function EntryList({ base, entries }: { base: string; entries: readonly EntryView[] }) {
  return (
    <div role="log" aria-label="Entries">
      <ol className="log">
        {entries.map((entry, index) => {
          const day = entry.at.slice(0, 10);
          return (
            <Fragment key={entry.seq}>
              {day !== entries[index - 1]?.at.slice(0, 10) && (
                <li className="log__sep">
                  <Moment at={entry.at} show="date" />
                </li>
              )}
              <EntryRow base={base} entry={entry} />
            </Fragment>
          );
        })}
      </ol>
    </div>
  );
}

function EntryRow({ base, entry }: { base: string; entry: EntryView }) {
  const linked = entry.correctedBy !== undefined || entry.kind === "correction";
  return (
    <li id={`e${entry.seq}`} className={linked ? "log--linked" : undefined}>
      <span className="log__no">#{entry.seq}</span>
      <time className="log__at" dateTime={entry.at}>
        {entry.at.slice(11, 19)}Z
      </time>
      <span className="log__who">{entry.who}</span>
      <span className="log__act">{entry.kind}</span>
      <span className="log__what">
        <EntryWords base={base} entry={entry} />
        {entry.file !== undefined && (
          <>
            {" "}
            <a href={`${base}/evidence/${entry.seq}`} download>
              Save the file
            </a>
          </>
        )}
        {entry.correctable && entry.correctedBy === undefined && (
          <>
            {" "}
            <Link className="log__fix" to={`${base}/log/${entry.seq}/correct`}>
              Correct<span className="sr"> #{entry.seq}</span>
            </Link>
          </>
        )}
      </span>
      <span className="log__rcpt">
        <a href={`${base}/receipts/${entry.seq}`} download aria-label={`Receipt for entry ${entry.seq}`}>
          <Icon name="save" />
        </a>
      </span>
    </li>
  );
}
