import { toBase64 } from "#app/core/audit/base64.ts";
import { decodeUtf8 } from "#app/core/audit/bytes.ts";
import { type FieldDisclosure, formatPayloadLine, type PayloadLine } from "#app/core/audit/payload-line.ts";
import type { House } from "../house.server.ts";
import { jsonFrom } from "../log/entry.ts";
import type { StoredEntry } from "../store/port.ts";
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

/** Entries from `from` on as they are stored, whatever state they are in, and what the tree holds of each. */
export function fetchedEntries(
  house: House,
  { origin, withheld }: ReadableLog,
  from: number,
): Promise<SentPage> {
  return house.store.snapshot(async (reads) => {
    const head = await reads.head(origin);
    const size = head?.size ?? 0;
    const stored = from < size ? await reads.entries(origin, from, Math.min(size, from + PAGE)) : [];
    const entries: SentEntry[] = [];
    for (const entry of stored) {
      entries.push({
        leaf: toBase64(entry.leaf),
        payload: payloadText(entry, withheld.has(entry.seq)),
        node: toBase64(await reads.node(origin, 0, entry.seq)),
      });
    }
    const next = from + stored.length;
    return { entries, next: stored.length > 0 && next < size ? next : null };
  });
}

function payloadText(entry: StoredEntry, isWithheld: boolean): string {
  try {
    return decodeUtf8(formatPayloadLine(payloadLine(entry, isWithheld)).subarray(0, -1)) ?? "";
  } catch (cause) {
    if (cause instanceof SyntaxError) return "";
    throw cause;
  }
}

function payloadLine({ seq, slots }: StoredEntry, isWithheld: boolean): PayloadLine {
  const f: Record<string, FieldDisclosure> = {};
  const att: ({ readonly salt: string } | { readonly withheld: true })[] = [];
  for (const slot of slots) {
    const salt = toBase64(slot.salt);
    if (slot.kind === "f")
      f[slot.name] = isWithheld ? { withheld: true } : { salt, value: jsonFrom(slot.value) };
    else att[slot.index] = isWithheld ? { withheld: true } : { salt };
  }
  return {
    seq,
    ...(Object.keys(f).length === 0 ? {} : { f }),
    ...(att.length === 0 ? {} : { att }),
  };
}
