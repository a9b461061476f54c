import { utf8ToBytes } from "@noble/hashes/utils.js";
import { toBase64 } from "#app/core/audit/base64.ts";
import { parseCheckpoint } from "#app/core/audit/checkpoint.ts";
import { parseConsistency } from "#app/core/audit/proof-files.ts";
import { parseVkey } from "#app/core/audit/vkey.ts";
import { type WitnessVerdict, witness } from "#app/core/audit/witness.ts";

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

/** Size and root of a note, for people to compare; undefined when it is none. */
export function readNote(note: string): { readonly size: number; readonly root: Uint8Array } | undefined {
  const parsed = parseCheckpoint(utf8ToBytes(note));
  return parsed.ok ? { size: parsed.value.size, root: parsed.value.root } : undefined;
}
