import { Hash } from "#app/ui/hash.tsx";
import type { KeyCard } from "./set-up-view.server.ts";

/** What people keep of the log key: enough to know it again, in words, digits and as a file. */
export function KeyCardPanel({ card }: { card: KeyCard }) {
  return (
    <section className="panel panel--strong" aria-labelledby="card-h">
      <div className="panel__head">
        <h2 id="card-h">Key card{card.organisation !== "" && ` of ${card.organisation}`}</h2>
      </div>
      <div className="panel__body">
        <ol className="codes codes--numbered" aria-label="The key in words">
          {card.words.map((word, place) => (
            // The same word may come twice: its place is its identity.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <li key={place}>{word}</li>
          ))}
        </ol>
        <dl className="kv kv--stack">
          <dt>In digits</dt>
          <dd>
            <Hash hex={card.hex} />
          </dd>
          <dt>Log</dt>
          <dd className="id id--long">{card.installation}</dd>
          <dt>Verifier key</dt>
          <dd className="id id--long">{card.vkey}</dd>
        </dl>
      </div>
    </section>
  );
}
