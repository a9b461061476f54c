import { parseDecimal } from "#app/core/audit/origin.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { badFields, type Problem } from "./problem.ts";

// What a request says in its headers and its query.

/** `Idempotency-Key`: 1 to 200 printable characters that the client never uses for anything else. */
export function idempotencyKey(request: Request): Result<string | undefined, Problem> {
  const key = request.headers.get("Idempotency-Key");
  if (key === null) return ok(undefined);
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return ok(key);
  return no({
    status: 400,
    code: "idempotency-key-bad",
    title: "This key can't be used",
    detail: "Idempotency-Key takes 1 to 200 printable characters without blanks, such as a UUID.",
  });
}

export function neededIdempotencyKey(request: Request): Result<string, Problem> {
  const key = idempotencyKey(request);
  if (!key.ok) return key;
  if (key.value !== undefined) return ok(key.value);
  return no({
    status: 400,
    code: "idempotency-key-missing",
    title: "The key of this request is missing",
    detail:
      "Send Idempotency-Key with a fresh UUID, and the same one when you try this again: it then happens once.",
  });
}

/** `If-Match: "41"`: the size of the log the sender has seen. */
export function seenSize(request: Request): Result<number | undefined, Problem> {
  const header = request.headers.get("If-Match");
  if (header === null || header.trim() === "*") return ok(undefined);
  const size = parseDecimal(/^\s*"(\d+)"\s*$/.exec(header)?.[1] ?? "");
  if (size !== undefined) return ok(size);
  return no({
    status: 400,
    code: "if-match-bad",
    title: "If-Match can't be read",
    detail: 'Send the size you have seen, in quotes: If-Match: "41". Leave it out if you have seen none.',
  });
}

/** A number in the query, at most `max`; `fallback` when it is not given. */
export function numberIn(
  url: URL,
  name: string,
  { fallback, max }: { readonly fallback: number; readonly max: number },
): Result<number, Problem> {
  const text = url.searchParams.get(name);
  if (text === null) return ok(fallback);
  const value = parseDecimal(text);
  if (value !== undefined && value <= max) return ok(value);
  return no(badFields([{ path: name, message: `A whole number from 0 to ${max}.` }]));
}
