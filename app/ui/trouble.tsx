import type { PageKey } from "#app/content/messages/keys.ts";
import { Icon } from "./icon.tsx";
import { useRichText, useText } from "./text.tsx";

interface Words {
  readonly title: PageKey;
  readonly what: PageKey;
}

const WORDS: Record<number, Words> = {
  403: { title: "ui.forbidden", what: "ui.forbidden-what" },
  404: { title: "ui.nothing-here", what: "ui.nothing-here-what" },
  413: { title: "ui.too-large", what: "ui.too-large-what" },
  500: { title: "ui.broken", what: "ui.broken-what" },
};
const OTHER: Words = { title: "ui.failed", what: "ui.failed-what" };

export const REFERENCE_ID = "reference";

/** The whole page when there is no page: says what happened, what is safe and where to go. */
export function Trouble({ status, reference }: { status: number; reference?: string | undefined }) {
  const text = useText();
  const rich = useRichText();
  const words = WORDS[status] ?? OTHER;
  const title = text(words.title);
  return (
    <main className="gate">
      <title>{`${title} — Sangfroid`}</title>
      <p className="gate__brand">
        <Icon name="brand" />
        Sangfroid
      </p>
      <div className="card">
        <h1>{title}</h1>
        <p>{text(words.what)}</p>
        {reference !== undefined && (
          <p className="sm muted">
            {rich("ui.reference", {
              reference: (
                <span className="id" id={REFERENCE_ID}>
                  {reference}
                </span>
              ),
            })}
          </p>
        )}
        <div className="actions">
          <a className="btn btn--primary" href="/incidents">
            {text("ui.open-incidents")}
          </a>
        </div>
      </div>
    </main>
  );
}
