import type { z } from "zod";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { badFields, badFieldsOf, type Problem } from "./problem.ts";

/**
 * The body of a request as JSON. Too large a body makes the reading itself throw BodyTooLargeError, which
 * the handler around us answers.
 */
export async function readJson(request: Request): Promise<Result<unknown, Problem>> {
  const type = request.headers.get("Content-Type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) return no(notJson(type));
  const bytes = await request.arrayBuffer();
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) return no(malformed("The body is not UTF-8."));
    throw cause;
  }
  try {
    return ok(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof SyntaxError) return no(malformed(`${placeOf(cause.message, text)}.`));
    throw cause;
  }
}

export async function readBody<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<Result<z.output<S>, Problem>> {
  const json = await readJson(request);
  if (!json.ok) return json;
  // `reportInput` lets the messages tell a missing field from one of the wrong type.
  const parsed = schema.safeParse(json.value, { reportInput: true });
  return parsed.success ? ok(parsed.data) : no(badFields(badFieldsOf(parsed.error)));
}

function notJson(type: string): Problem {
  return {
    status: 415,
    code: "not-json",
    title: "Only JSON is read here",
    detail: `Send the body as Content-Type: application/json${type === "" ? "" : `, not ${type.slice(0, 80)}`}.`,
    headers: { Accept: "application/json" },
  };
}

function malformed(detail: string): Problem {
  return {
    status: 400,
    code: "malformed-json",
    title: "This is not JSON",
    detail: `${detail} Nothing was recorded.`,
  };
}

/** The engine's message may quote the body, which may hold anything; only the place is told. */
function placeOf(message: string, text: string): string {
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (Number.isNaN(position)) return text.trim() === "" ? "The body is empty" : "The JSON breaks off";
  const before = text.slice(0, position).split("\n");
  return `The JSON breaks at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
