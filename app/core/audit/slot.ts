// A slot is a place in a leaf that commits to a value or a file: a field by its name, a file by its index.

export type Slot =
  | readonly [seq: number, kind: "f", name: string]
  | readonly [seq: number, kind: "att", index: number];

const FIELD_NAME = /^[a-z][A-Za-z0-9]{0,47}$/;

export function isFieldName(text: string): boolean {
  return FIELD_NAME.test(text);
}

export function isSlot(value: unknown): value is Slot {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [seq, kind, place]: readonly unknown[] = value;
  if (typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 0) return false;
  if (kind === "f") return typeof place === "string" && isFieldName(place);
  return kind === "att" && typeof place === "number" && Number.isSafeInteger(place) && place >= 0;
}

/** `#2 note`, `#2 file 0`: how people read a slot; also its key in maps. */
export function slotName([seq, kind, place]: Slot): string {
  return kind === "f" ? `#${seq} ${place}` : `#${seq} file ${place}`;
}

/** The slot of the same name in the entry that many places further on. */
export function movedSlot(slot: Slot, by: number): Slot {
  return slot[1] === "f" ? [slot[0] + by, "f", slot[2]] : [slot[0] + by, "att", slot[2]];
}
