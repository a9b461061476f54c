import type { AnyText } from "#app/content/messages/keys.ts";
import { type AnyRefusal, sentenceOf, statusOf } from "#app/server/refusals.ts";
import type { FormProblem } from "#app/ui/error-summary.tsx";
import { refusedPlainForm } from "./plain-refusal.server.ts";

/** The answer to a form of an act that was not accepted. */
export function refusedForm(form: FormData, status: number, problems: readonly FormProblem[], text: AnyText) {
  const said = problems.length > 0 ? problems : [{ message: text("act.unusable") }];
  return refusedPlainForm(form, status, said);
}

/** The answer when a rule says no. */
export function refusedBy(form: FormData, refusal: AnyRefusal, text: AnyText) {
  const status = statusOf(refusal);
  const problem = { field: fieldOf(refusal), message: sentenceOf(refusal, text) };
  return refusedForm(form, status, [problem], text);
}

/** The control a refusal speaks of, where there is one. */
function fieldOf(refusal: AnyRefusal): string | undefined {
  switch (refusal.code) {
    case "time-in-future":
    case "too-long":
      return refusal.field;
    case "unknown-option":
      return "option";
    default:
      return undefined;
  }
}
