import type { z } from "zod";
import type { AnyText } from "#app/content/messages/keys.ts";
import { issueSentence } from "#app/server/text/issue-sentence.ts";
import type { FormProblem } from "#app/ui/error-summary.tsx";

/** What is wrong with a form, field by field, in sentences for people. */
export function problemsIn(error: z.ZodError, text: AnyText): FormProblem[] {
  return error.issues.map((issue) => ({ field: fieldOf(issue.path), message: messageOf(issue, text) }));
}

function fieldOf(path: readonly PropertyKey[]): string | undefined {
  if (path.length === 0) return undefined;
  return path.filter((part) => typeof part === "string").join(".");
}

function messageOf(issue: z.core.$ZodIssue, text: AnyText): string {
  switch (issue.code) {
    case "invalid_type":
      return text(issue.input === undefined ? "act.needed" : "act.not-this");
    case "invalid_value":
    case "invalid_union":
      return text("act.choose-one");
    case "unrecognized_keys":
      return text("act.unknown-fields", { fields: issue.keys.join(", ") });
    default:
      return issueSentence(issue, text);
  }
}
