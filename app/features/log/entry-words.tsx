import { Link } from "react-router";
import type { EntryView } from "./entry-view.server.ts";

/** What an entry says: the act in our words, then what a person typed in theirs. */
export function EntryWords({ base, entry }: { base: string; entry: EntryView }) {
  const words = (
    <>
      {entry.summary}
      {entry.quoted !== undefined && (
        <>
          : <q className="quoted">{entry.quoted}</q>
        </>
      )}
    </>
  );
  return (
    <>
      {entry.kind === "correction" && entry.about !== undefined && (
        <>
          <Link to={`${base}/log?at=${entry.about}#e${entry.about}`}>Of #{entry.about}</Link>.{" "}
        </>
      )}
      {entry.correctedBy === undefined ? (
        words
      ) : (
        <>
          <del>{words}</del>{" "}
          <Link to={`${base}/log?at=${entry.correctedBy}#e${entry.correctedBy}`}>
            Corrected in #{entry.correctedBy}
          </Link>
        </>
      )}
    </>
  );
}
