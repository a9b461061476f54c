import canonicalize from "canonicalize";
import { addSeconds, type Instant } from "#app/core/shared/instant.ts";
import { sha256 } from "./log/sha256.ts";
import type { Reads, Tx } from "./store/port.ts";
import type { Answer } from "./store/rows.ts";

const KEPT_SECONDS = 7 * 24 * 60 * 60;

/** Names one request of one actor to one log. */
export interface RequestKey {
  readonly origin: string;
  readonly actor: string;
  /** SHA-256 of the key the client sent: what it chose is not kept. */
  readonly key: Uint8Array;
  /** SHA-256 of what it asked for. */
  readonly body: Uint8Array;
}

export function requestKey(origin: string, actor: string, key: string, body: unknown): RequestKey {
  return { origin, actor, key: digest(key), body: digest(canonicalize(body) ?? "") };
}

/** What a request recorded: entries `first` ≤ seq < `size` of the log `made`. They tell the rest of its answer. */
export type Recording = Pick<Answer, "made" | "first" | "size">;

/** What this request recorded at first; "other-body" when the key came with something else, undefined when it is new. */
export async function recall(
  reads: Reads,
  request: RequestKey,
): Promise<Recording | "other-body" | undefined> {
  const { origin, actor, key, body } = request;
  const answer = await reads.answer(origin, actor, key);
  if (answer === undefined) return undefined;
  return Buffer.compare(answer.body, body) === 0 ? answer : "other-body";
}

export async function remember(tx: Tx, request: RequestKey, made: Recording, at: Instant): Promise<void> {
  await tx.remember({ ...request, ...made, at });
}

/** Forgets the answers that are older than seven days. */
export async function forgetOldAnswers(tx: Tx, now: Instant): Promise<void> {
  await tx.forget(addSeconds(now, -KEPT_SECONDS));
}

function digest(text: string): Uint8Array {
  return sha256(Buffer.from(text));
}
