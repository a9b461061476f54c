import type { FormProblem } from "#app/ui/error-summary.tsx";

/** The answer to a form that was not accepted: which one, why, and what was typed in it. */
export interface Refused {
  readonly form: string;
  readonly problems: readonly FormProblem[];
  readonly values: Readonly<Record<string, string>>;
  /** Something changed since the page was made: both, for the person to choose. */
  readonly conflict?: {
    readonly what: string;
    readonly seq: number;
    readonly theirs: string;
    readonly yours: string;
  };
}

export function isRefused(value: unknown): value is Refused {
  return typeof value === "object" && value !== null && "problems" in value && "form" in value;
}
