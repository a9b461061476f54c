import type { z } from "zod";
import { addSeconds, type Instant, isInstant } from "#app/core/shared/instant.ts";
import type { Seal } from "./seal.ts";

// What the server tells itself by way of a browser: sealed, for one purpose, not after a moment.

export function sealNote(
  seal: Seal,
  purpose: string,
  note: Readonly<Record<string, unknown>>,
  now: Instant,
  seconds: number,
): string {
  return seal.close(purpose, `${addSeconds(now, seconds)} ${JSON.stringify(note)}`);
}

/** Undefined for one that is not the server's own, is for something else, or is too old. */
export function openNote<S extends z.ZodType>(
  seal: Seal,
  purpose: string,
  schema: S,
  sealed: string,
  now: Instant,
): z.infer<S> | undefined {
  const text = seal.open(purpose, sealed);
  if (text === undefined) return undefined;
  const end = text.indexOf(" ");
  const until = text.slice(0, end);
  if (!isInstant(until) || now >= until) return undefined;
  return schema.parse(JSON.parse(text.slice(end + 1)));
}
