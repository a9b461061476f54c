import type { z } from "zod";
import type { FormProblem } from "#app/ui/error-summary.tsx";

/** What is wrong with a form, field by field, in sentences for people. */
export function problemsIn(error: z.ZodError): FormProblem[] {
  return error.issues.map((issue) => ({ field: fieldOf(issue.path), message: messageOf(issue) }));
}

function fieldOf(path: readonly PropertyKey[]): string | undefined {
  if (path.length === 0) return undefined;
  return path.filter((part) => typeof part === "string").join(".");
}

function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "This is needed." : "This is not what belongs here.";
    case "invalid_value":
    case "invalid_union":
      return "Choose one of these.";
    case "unrecognized_keys":
      return `The form sent something unknown: ${issue.keys.join(", ")}. Reload the page.`;
    default:
      return issue.message;
  }
}
