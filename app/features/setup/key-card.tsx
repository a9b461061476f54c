import { Hash } from "#app/ui/hash.tsx";
import { useText } from "#app/ui/text.tsx";
import type { KeyCard } from "./set-up-view.server.ts";

/** What people keep of the log key: enough to know it again, in words, digits and as a file. */
export function KeyCardPanel({ card }: { card: KeyCard }) {
  const text = useText();
  return (
    <section className="panel panel--strong" aria-labelledby="card-h">
      <div className="panel__head">
        <h2 id="card-h">
          {card.organisation === ""
            ? text("setup.key-card")
            : text("setup.key-card-of", { organisation: card.organisation })}
        </h2>
      </div>
      <div className="panel__body">
        <ol className="codes codes--numbered" aria-label={text("setup.key-in-words")}>
          {card.words.map((word, place) => (
            // The same word may come twice: its place is its identity.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <li key={place}>{word}</li>
          ))}
        </ol>
        <dl className="kv kv--stack">
          <dt>{text("setup.in-digits")}</dt>
          <dd>
            <Hash hex={card.hex} />
          </dd>
          <dt>{text("setup.log")}</dt>
          <dd className="id id--long">{card.installation}</dd>
          <dt>{text("setup.verifier-key")}</dt>
          <dd className="id id--long">{card.vkey}</dd>
        </dl>
      </div>
    </section>
  );
}
