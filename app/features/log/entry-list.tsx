import { Fragment } from "react";
import { Link } from "react-router";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { Scars } from "../erasure/scars.tsx";
import type { EntryView } from "./entry-view.server.ts";
import { EntryWords } from "./entry-words.tsx";

/** Entries by day. A correction and what it corrects are marked alike and lead to each other. */
interface EntryListProps {
  readonly base: string;
  readonly entries: readonly EntryView[];
  /** The reader could ask for an entry to be erased. */
  readonly mayErase?: boolean;
}

export function EntryList({ base, entries, mayErase = false }: EntryListProps) {
  const text = useText();
  return (
    <div role="log" aria-label={text("log.entries")}>
      <ol className="log" data-rows>
        {entries.map((entry, index) => {
          const day = entry.at.slice(0, 10);
          return (
            <Fragment key={entry.seq}>
              {day !== entries[index - 1]?.at.slice(0, 10) && (
                <li className="log__sep">
                  <Moment at={entry.at} show="date" />
                </li>
              )}
              <EntryRow base={base} entry={entry} mayErase={mayErase} />
            </Fragment>
          );
        })}
      </ol>
    </div>
  );
}

function EntryRow({ base, entry, mayErase }: { base: string; entry: EntryView; mayErase: boolean }) {
  const text = useText();
  const rich = useRichText();
  const linked = entry.correctedBy !== undefined || entry.kind === "correction";
  return (
    <li id={`e${entry.seq}`} className={linked ? "log--linked" : undefined} tabIndex={-1} data-row>
      <span className="log__no">#{entry.seq}</span>
      <time className="log__at" dateTime={entry.at}>
        {entry.at.slice(11, 19)}Z
      </time>
      <span className="log__who">{entry.who}</span>
      <span className="log__act">{text(`log.kind-${entry.kind}`)}</span>
      <span className="log__what">
        <EntryWords base={base} entry={entry} />
        {entry.carried !== undefined && (
          <span className="muted sm"> {text("log.carried", { seq: String(entry.carried) })}</span>
        )}
        <Scars base={base} scars={entry.scars} />
        {entry.file !== undefined && (
          <>
            {" "}
            <a href={`${base}/evidence/${entry.seq}`} download>
              {text("log.save-file")}
            </a>
          </>
        )}
        {entry.correctable && entry.correctedBy === undefined && (
          <>
            {" "}
            <Link className="log__fix" to={`${base}/log/${entry.seq}/correct`}>
              {rich(
                "log.correct",
                { seq: String(entry.seq) },
                { entry: (words) => <span className="sr">{words}</span> },
              )}
            </Link>
          </>
        )}
        {entry.decision && (
          <>
            {" "}
            <Link className="log__fix" to={`${base}/log/${entry.seq}/dissent`}>
              {rich(
                "voices.disagree",
                { seq: String(entry.seq) },
                { entry: (words) => <span className="sr">{words}</span> },
              )}
            </Link>
          </>
        )}
        {mayErase && entry.erasable && " "}
        {mayErase && entry.erasable && (
          <details className="log__more">
            <summary>
              {text("erasure.more")} <span className="sr">#{entry.seq}</span>
            </summary>
            <Link to={`${base}/log/${entry.seq}/erase`}>{text("erasure.erase-words")}</Link>
          </details>
        )}
      </span>
      <span className="log__rcpt">
        <a
          href={`${base}/receipts/${entry.seq}`}
          download
          aria-label={text("log.receipt", { seq: String(entry.seq) })}
        >
          <Icon name="save" />
        </a>
      </span>
    </li>
  );
}
