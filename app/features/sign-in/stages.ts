import type { Arrival } from "#app/server/auth/arrival.ts";
import type { Refused } from "../act/refused.ts";

/** What is still asked of someone who signs in. */
export type Stage = Exclude<Arrival, { readonly next: "in" }>;

/** The answer to a form of the sign-in: refused, half way through, or both. */
export interface SignInAnswer extends Refused {
  readonly stage: Stage | undefined;
}

export function stageIn(answer: unknown): Stage | undefined {
  return isAnswer(answer) ? answer.stage : undefined;
}

function isAnswer(value: unknown): value is SignInAnswer {
  return typeof value === "object" && value !== null && "stage" in value && "problems" in value;
}
