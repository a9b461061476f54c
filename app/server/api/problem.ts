import { z } from "zod";
import type { Json } from "#app/core/shared/json.ts";
import { type AnyRefusal, sentenceOf, statusOf } from "../refusals.ts";

/** One bad place of a body: `path` is like `evidence.0.key`, empty for the body itself. */
import { textFor } from "../text/catalogs.ts";
import { issueSentence } from "../text/issue-sentence.ts";

export const badField = z.strictObject({ path: z.string(), message: z.string() });
export type BadField = z.infer<typeof badField>;

/** RFC 9457. `code` is stable and for programs; `detail` is one sentence for a person, with the way out. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** The first bad field. */
  readonly field?: string;
  readonly errors?: readonly BadField[];
  /** What would unblock a refusal: `waitsFor`, `missing`, `theirs` and `yours` … */
  readonly more?: Readonly<Record<string, Json>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export function problemAnswer({ more, headers, ...problem }: Problem): Response {
  const { status, code, title, detail, field, errors } = problem;
  // RFC 9457 §3.1: `status` is the answer's, also where a rule speaks of the status of a step.
  const body = { field, errors, ...more, type: "about:blank", status, code, title, detail };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/problem+json", ...headers },
  });
}

const TITLES: Readonly<Record<number, string>> = {
  403: "You may not do this",
  404: "Not found",
  409: "Changed since you looked",
  503: "Nothing can be recorded",
};

/** A "no" by a rule, with everything the rule says about it. */
export function refused(refusal: AnyRefusal): Problem {
  const { code, ...more } = refusal;
  const status = statusOf(refusal);
  return {
    status,
    code,
    title: TITLES[status] ?? "This can't be done now",
    detail: sentenceOf(refusal),
    more,
  };
}

export function badFields(errors: readonly BadField[]): Problem {
  const [first] = errors;
  const where = first === undefined || first.path === "" ? "" : `${first.path}: `;
  return {
    status: 422,
    code: "invalid-fields",
    title: "Some fields are not right",
    detail: `${where}${first?.message ?? "Look at the fields."}`,
    ...(first === undefined ? {} : { field: first.path }),
    errors,
  };
}

/** The issues of a failed parse, one per place, in the order of the schema. */
export function badFieldsOf(error: z.ZodError): readonly BadField[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: [...issue.path, key].join("."),
        message: "There is no such field here.",
      }));
    }
    return [{ path: issue.path.join("."), message: messageOf(issue) }];
  });
}

/** Our own schemas bring their sentences along; the library's terse ones are put into words here. */
function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "This is needed."
        : `This must be ${TYPES[issue.expected] ?? issue.expected}.`;
    case "invalid_value":
      return `One of: ${issue.values.map(String).join(", ")}.`;
    case "too_big":
      return `At most ${issue.maximum}${issue.origin === "array" ? " of them" : ""}.`;
    case "too_small":
      return `At least ${issue.minimum}${issue.origin === "array" ? " of them" : ""}.`;
    default:
      return issueSentence(issue, textFor("en"));
  }
}

const TYPES: Record<string, string> = {
  string: "text",
  int: "a whole number",
  number: "a number",
  object: "an object",
  array: "a list",
  record: "an object",
  boolean: "true or false",
};
