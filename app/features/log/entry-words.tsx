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
  if (entry.kind === "correction" && entry.about !== undefined) {
    return (
      <>
        <Link to={`${base}/log?at=${entry.about}#e${entry.about}`}>#{entry.about}</Link> now reads{" "}
        <q className="quoted">{entry.quoted}</q>
        {entry.because !== undefined && (
          <>
            , because <q className="quoted">{entry.because}</q>
          </>
        )}
        <CorrectedBy base={base} seq={entry.correctedBy} />
      </>
    );
  }
  return (
    <>
      {entry.correctedBy === undefined ? words : <del>{words}</del>}
      <CorrectedBy base={base} seq={entry.correctedBy} />
    </>
  );
}

function CorrectedBy({ base, seq }: { base: string; seq: number | undefined }) {
  if (seq === undefined) return null;
  return (
    <>
      {" "}
      <Link to={`${base}/log?at=${seq}#e${seq}`}>Corrected in #{seq}</Link>
    </>
  );
}
