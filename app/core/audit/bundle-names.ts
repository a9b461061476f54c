import { bytesToHex } from "@noble/hashes/utils.js";
import { fromBase64 } from "./base64.ts";

/** anchor/rotation/001.tlog-proof … 999, 1000 … */
export function rotationName(k: number): string {
  return `anchor/rotation/${String(k).padStart(3, "0")}.tlog-proof`;
}

/** A disclosed file is named by the hex of its commitment. */
export function attachmentName(commitment: string): string {
  const hash = fromBase64(commitment);
  if (hash === undefined) throw new RangeError("a commitment is base64 of 32 bytes");
  return `attachments/${bytesToHex(hash)}`;
}
