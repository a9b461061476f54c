import type { FormProblem } from "#app/ui/error-summary.tsx";

/** The answer to a form that was not accepted: which one, why, and what was typed in it. */
export interface Refused {
  readonly form: string;
  readonly problems: readonly FormProblem[];
  readonly values: Readonly<Record<string, string>>;
  /** Something changed since the page was made: both, for the person to choose. */
  readonly conflict?: Conflict;
  /** It never reached the server. */
  readonly unsent?: true;
}

export interface Conflict {
  /** The entry that changed it. */
  readonly seq: number;
  readonly who: string;
  readonly at: string;
  readonly theirs: string;
  /** What the person typed, as the words a note or a correction begins with. */
  readonly yours: string;
  /** How theirs becomes a correction: in words, by giving the command again, or not by this person. */
  readonly as: "correct-entry" | "again" | "nothing";
}

export function isRefused(value: unknown): value is Refused {
  return typeof value === "object" && value !== null && "problems" in value && "form" in value;
}
