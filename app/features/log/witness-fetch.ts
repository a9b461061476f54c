import type { Continuation } from "#app/core/audit/continuation.ts";
import type { UnsignedHead } from "#app/core/audit/witness.ts";

// What a witness asks the server for. Only the browser calls this.

type Fetched<T> =
  | { readonly kind: "shown"; readonly value: T }
  /** The server answered, with something else. */
  | { readonly kind: "refused" }
  /** No connection, or signed out. */
  | { readonly kind: "unreachable" };

export function fetchText(path: string): Promise<Fetched<string>> {
  return fetched(path, "text/plain", (text) => text);
}

/** The log as it stands, unsigned, and the proof from this size. */
export function fetchHead(path: string, from: number): Promise<Fetched<UnsignedHead>> {
  return fetched(`${path}/head?from=${from}`, "application/json", (text) => headIn(JSON.parse(text)));
}

/** What leads from the log of this origin, seen at this size, to the one that goes on from it. */
export function fetchContinuation(path: string, of: string, from: number): Promise<Fetched<Continuation>> {
  const asked = `${path}/continuation?of=${encodeURIComponent(of)}&from=${from}`;
  return fetched(asked, "application/json", (text) => continuationIn(JSON.parse(text)));
}

/** The files that lead from key to key, oldest first; none where the server shows none. */
export async function fetchRotations(): Promise<readonly string[]> {
  const found = await fetched("/log/rotations", "application/json", (text) => rotationsIn(JSON.parse(text)));
  return found.kind === "shown" ? found.value : [];
}

async function fetched<T>(
  path: string,
  type: string,
  read: (text: string) => T | undefined,
): Promise<Fetched<T>> {
  try {
    const response = await fetch(path, { cache: "no-store" });
    // Signed out: the sign-in page answers instead.
    if (response.redirected) return { kind: "unreachable" };
    const isOfType = response.headers.get("Content-Type")?.startsWith(type) ?? false;
    const text = await response.text();
    const value = response.ok && isOfType ? read(text) : undefined;
    return value === undefined ? { kind: "refused" } : { kind: "shown", value };
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof DOMException) return { kind: "unreachable" };
    throw cause;
  }
}

function headIn(answer: unknown): UnsignedHead | undefined {
  if (typeof answer !== "object" || answer === null) return undefined;
  const { origin, size, root, proof } = answer as { readonly [name in keyof UnsignedHead]?: unknown };
  if (typeof origin !== "string" || typeof size !== "number" || typeof root !== "string") return undefined;
  return { origin, size, root, proof: texts(proof) };
}

function rotationsIn(answer: unknown): readonly string[] {
  return typeof answer === "object" && answer !== null && "rotations" in answer
    ? texts(answer.rotations)
    : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

function continuationIn(answer: unknown): Continuation | undefined {
  if (typeof answer !== "object" || answer === null) return undefined;
  const { receipts, proof } = answer as { readonly [name in keyof Continuation]?: unknown };
  return { receipts: texts(receipts), proof: texts(proof) };
}
