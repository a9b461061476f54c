import { Link } from "react-router";
import { useRichText, useText } from "#app/ui/text.tsx";
import type { EntryView } from "./entry-view.server.ts";

/** What an entry says: the act in our words, then what a person typed in theirs. */
export function EntryWords({ base, entry }: { base: string; entry: EntryView }) {
  const { about } = entry;
  return (
    <>
      {entry.kind === "correction" && about !== undefined ? (
        <Correction base={base} entry={entry} about={about} />
      ) : entry.correctedBy === undefined ? (
        <Said entry={entry} />
      ) : (
        <del>
          <Said entry={entry} />
        </del>
      )}
      <CorrectedBy base={base} seq={entry.correctedBy} />
    </>
  );
}

function quoted(words: React.ReactNode) {
  return <q className="quoted">{words}</q>;
}

function Said({ entry: { summary, quoted: typed } }: { entry: EntryView }) {
  const rich = useRichText();
  return typed === undefined ? summary : rich("log.said", { summary, quoted: typed }, { q: quoted });
}

function Correction({ base, entry, about }: { base: string; entry: EntryView; about: number }) {
  const rich = useRichText();
  const tags = {
    q: quoted,
    entry: (words: React.ReactNode) => <Link to={`${base}/log?at=${about}#e${about}`}>{words}</Link>,
  };
  const values = { seq: String(about), quoted: entry.quoted };
  return entry.because === undefined
    ? rich("log.now-reads", values, tags)
    : rich("log.now-reads-because", { ...values, because: entry.because }, tags);
}

function CorrectedBy({ base, seq }: { base: string; seq: number | undefined }) {
  const text = useText();
  if (seq === undefined) return null;
  return (
    <>
      {" "}
      <Link to={`${base}/log?at=${seq}#e${seq}`}>{text("log.corrected-in", { seq: String(seq) })}</Link>
    </>
  );
}
