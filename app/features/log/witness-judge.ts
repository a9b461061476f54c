import { utf8ToBytes } from "@noble/hashes/utils.js";
import { fromBase64, toBase64 } from "#app/core/audit/base64.ts";
import { parseCheckpoint } from "#app/core/audit/checkpoint.ts";
import { type Continuation, judgeContinuation } from "#app/core/audit/continuation.ts";
import { parseDecimal, parseOrigin } from "#app/core/audit/origin.ts";
import { parseConsistency, parseReceipt } from "#app/core/audit/proof-files.ts";
import { newestKey } from "#app/core/audit/rotation.ts";
import { formatVkey, parseVkey, vkeyFor } from "#app/core/audit/vkey.ts";
import { type UnsignedHead, type WitnessVerdict, witness, witnessUnsigned } from "#app/core/audit/witness.ts";

// The cryptography of the witness, loaded only when a log is new here or has changed.

export type Judgement = WitnessVerdict & {
  /** The note that was judged. */
  readonly note: string;
};

/** A log this browser has not seen before: its note must be signed by the key the server names. */
export function judgeFirst(note: string, vkeyText: string): Judgement {
  return judgeNote(note, { note, proof: [] }, vkeyText);
}

/** `answer` is the server's consistency file, or its bare checkpoint when it has none to give. */
export function judge(
  remembered: { readonly note: string; readonly vkey: string },
  answer: { readonly consistency: string } | { readonly checkpoint: string },
): Judgement {
  if ("checkpoint" in answer) {
    return judgeNote(remembered.note, { note: answer.checkpoint, proof: [] }, remembered.vkey);
  }
  const file = parseConsistency(utf8ToBytes(answer.consistency));
  const note = answer.consistency.slice(answer.consistency.indexOf("\n\n") + 2);
  const proof = file.ok ? file.value.proof.map(toBase64) : [];
  return judgeNote(remembered.note, { note, proof }, remembered.vkey);
}

function judgeNote(
  remembered: string,
  offered: { readonly note: string; readonly proof: readonly string[] },
  vkeyText: string,
): Judgement {
  const vkey = parseVkey(vkeyText.trim());
  const keys = vkey.ok ? [vkey.value] : [];
  return { ...witness({ note: remembered }, offered, keys), note: offered.note };
}

/** What the server says of a log that it may not sign, as a text that people can keep. */
export function judgeUnsigned(remembered: { readonly note: string }, head: UnsignedHead): Judgement {
  const note = `${head.origin}\n${head.size}\n${head.root}\n`;
  return { ...witnessUnsigned(remembered, head), note };
}

/** Another log is shown in place of the remembered one. Its key may have been changed since, which is proved too. */
export function judgeGoneOn(
  remembered: { readonly note: string; readonly vkey: string },
  continuation: Continuation,
  rotations: readonly string[],
) {
  const vkey = parseVkey(remembered.vkey.trim());
  if (!vkey.ok) throw new Error(`the remembered key ${vkey.error}`);
  const judged = judgeContinuation(remembered.note, continuation, vkey.value.publicKey);
  const installation = installationIn(continuation.receipts.at(-1) ?? "");
  if (judged.kind === "contradiction" && installation !== undefined && rotations.length > 0) {
    const newest = newestKey(installation, vkey.value.publicKey, rotations);
    if (newest.ok) return spelt(judgeContinuation(remembered.note, continuation, newest.value));
  }
  return spelt(judged);
}

function spelt(judged: ReturnType<typeof judgeContinuation>) {
  return judged.kind === "contradiction" ? judged : { ...judged, vkey: formatVkey(judged.vkey) };
}

function installationIn(receipt: string): string | undefined {
  const parsed = parseReceipt(utf8ToBytes(receipt));
  return parsed.ok ? parseOrigin(parsed.value.checkpoint.origin)?.installation : undefined;
}

/** Size and root of a note, signed or not, for people to compare; undefined when it is none. */
export function readNote(note: string): { readonly size: number; readonly root: Uint8Array } | undefined {
  const parsed = parseCheckpoint(utf8ToBytes(note));
  if (parsed.ok) return { size: parsed.value.size, root: parsed.value.root };
  const [, decimal = "", base64 = "", ...rest] = note.split("\n");
  const size = parseDecimal(decimal);
  const root = fromBase64(base64);
  return size === undefined || root === undefined || rest.join("") !== "" ? undefined : { size, root };
}

/** The key that signs now, for a browser that knows an earlier one; the one it knows where nothing leads further. */
export function newestVkey(known: string, rotations: readonly string[]): string {
  const vkey = parseVkey(known.trim());
  const installation = vkey.ok ? parseOrigin(vkey.value.name)?.installation : undefined;
  if (!vkey.ok || installation === undefined) return known;
  const key = newestKey(installation, vkey.value.publicKey, rotations);
  return key.ok ? formatVkey(vkeyFor(vkey.value.name, key.value)) : known;
}
