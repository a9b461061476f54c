import { Icon } from "./icon.tsx";

interface Words {
  readonly title: string;
  readonly what: string;
}

const WORDS: Record<number, Words> = {
  403: {
    title: "You can't see this",
    what: "Your role does not include it. The incident's lead can invite you.",
  },
  404: {
    title: "There is nothing at this address",
    what: "It may be a typing mistake, or an incident that you were not invited to.",
  },
  413: {
    title: "That is too large",
    what: "Nothing was recorded. Attach it as a file on a step instead.",
  },
  500: {
    title: "Something broke here",
    what: "Everything recorded before this is safe. Go back and try again: your browser keeps what you typed.",
  },
};
const OTHER: Words = { title: "That did not work", what: "Nothing was recorded. Go back and try again." };

export const REFERENCE_ID = "reference";

/** The whole page when there is no page: says what happened, what is safe and where to go. */
export function Trouble({ status, reference }: { status: number; reference?: string | undefined }) {
  const { title, what } = WORDS[status] ?? OTHER;
  return (
    <main className="gate">
      <title>{`${title} — Sangfroid`}</title>
      <p className="gate__brand">
        <Icon name="brand" />
        Sangfroid
      </p>
      <div className="card">
        <h1>{title}</h1>
        <p>{what}</p>
        {reference !== undefined && (
          <p className="sm muted">
            Reference{" "}
            <span className="id" id={REFERENCE_ID}>
              {reference}
            </span>
          </p>
        )}
        <div className="actions">
          <a className="btn btn--primary" href="/incidents">
            Open incidents
          </a>
        </div>
      </div>
    </main>
  );
}
