import { toBase64 } from "#app/core/audit/base64.ts";
import { decodeUtf8 } from "#app/core/audit/bytes.ts";
import { type FieldDisclosure, formatPayloadLine, type PayloadLine } from "#app/core/audit/payload-line.ts";
import type { House } from "../house.server.ts";
import { jsonFrom } from "../log/entry.ts";
import type { RawValue } from "../store/port.ts";
import type { ReadableLog } from "./log-for.ts";

const PAGE = 500;

/** One entry as a browser checks it. */
interface SentEntry {
  /** Base64 of the leaf's bytes. */
  readonly leaf: string;
  /** Its payload line, without the line feed; empty when the stored values cannot be read. */
  readonly payload: string;
  /** Base64 of the leaf hash that the tree was built with. */
  readonly node: string;
}

export interface SentPage {
  readonly entries: readonly SentEntry[];
  /** Where to go on; null after the last entry. */
  readonly next: number | null;
}

/** Entries from `from` on as they lie there, gaps and all, and what the tree holds of each. */
export function fetchedEntries(
  house: House,
  { origin, withheld }: ReadableLog,
  from: number,
): Promise<SentPage> {
  return house.store.snapshot(async (reads) => {
    const extent = await reads.extent(origin);
    const until = Math.min(extent, from + PAGE);
    const entries: SentEntry[] = [];
    for (const { seq, leaf, hash, values } of await reads.raw(origin, from, until)) {
      if (leaf === undefined || hash === undefined) continue;
      const payload = payloadText(seq, values, withheld.has(seq));
      entries.push({ leaf: toBase64(leaf), payload, node: toBase64(hash) });
    }
    return { entries, next: until < extent ? until : null };
  });
}

function payloadText(seq: number, values: readonly RawValue[], isWithheld: boolean): string {
  try {
    return decodeUtf8(formatPayloadLine(payloadLine(seq, values, isWithheld)).subarray(0, -1)) ?? "";
  } catch (cause) {
    if (cause instanceof SyntaxError) return "";
    throw cause;
  }
}

function payloadLine(seq: number, values: readonly RawValue[], isWithheld: boolean): PayloadLine {
  const f: Record<string, FieldDisclosure> = {};
  const att: ({ readonly salt: string } | { readonly withheld: true })[] = [];
  for (const { slot, salt: bytes, value } of values) {
    const [kind, place = ""] = slot.split(":");
    const salt = toBase64(bytes);
    if (kind === "f") f[place] = isWithheld ? { withheld: true } : { salt, value: jsonFrom(value ?? "") };
    else att[Number(place)] = isWithheld ? { withheld: true } : { salt };
  }
  return {
    seq,
    ...(Object.keys(f).length === 0 ? {} : { f }),
    ...(att.length === 0 ? {} : { att }),
  };
}
