import { data } from "react-router";
import { textOf } from "#app/server/http/form.ts";
import type { FormProblem } from "#app/ui/error-summary.tsx";
import type { Refused } from "./refused.ts";

/** The answer to a refused form: why, and every text that was in it but the passwords. */
export function refusedPlainForm(form: FormData, status: number, problems: readonly FormProblem[]) {
  const values: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === "string" && !/password/i.test(name)) values[name] = value;
  }
  return data<Refused>({ form: textOf(form, "form"), problems: oneForEach(problems), values }, { status });
}

/** One thing at a time: the first problem of a field hides its others. */
function oneForEach(problems: readonly FormProblem[]): FormProblem[] {
  const fields = new Set<string>();
  return problems.filter(({ field }) => {
    if (field === undefined) return true;
    const isFirst = !fields.has(field);
    fields.add(field);
    return isFirst;
  });
}
