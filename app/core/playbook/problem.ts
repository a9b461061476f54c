/** What each code stands for, with its cure: docs/playbooks.md, "What the checker refuses". */
export const PROBLEM_CODES = [
  // The file
  "yaml",
  "schema",
  // Names
  "duplicate-key",
  "reserved-key",
  "unknown-key",
  "unknown-playbook",
  "unused-name",
  "killer-steps",
  // Order
  "cycle",
  "branch-before-decision",
  "unreachable",
  "no-pause-point",
  // Safety
  "one-person-danger",
  "dual-role",
  "decision-mode",
  "unknown-value",
  // Words
  "long-title",
  "no-verb",
  "secret-variable",
  "broken-variable",
  "hidden-character",
  "tone",
  "too-large",
  // Translations
  "other-version",
  "missing-text",
  "extra-text",
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** One thing to mend in a playbook. */
export interface Problem {
  readonly code: ProblemCode;
  /** A problem keeps the playbook from being used; a warning does not. */
  readonly level: "problem" | "warning";
  /** The key of the step it is about, else the path into the template: `killer_steps.2`. */
  readonly at: string;
  /** The way into the template, from which a reader of the file finds the line. */
  readonly path: readonly (string | number)[];
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** What to do about it, as a sentence. */
  readonly cure: string;
}
