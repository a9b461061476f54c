import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { isSlot, type Slot, slotName } from "#app/core/audit/slot.ts";
import { writeDurably } from "./files/durable.ts";

// What was erased for good, kept beside the log key and so in no backup: a backup from before still holds the values,
// and whoever puts it back erases them again. One line of JSON for each slot; no value, no name, no reason.

const line = z.object({ log: z.string(), slot: z.custom<Slot>(isSlot) });
type ErasedSlot = z.infer<typeof line>;

/** The list cannot be read, so nobody knows what must not come back. */
export class LedgerUnreadable extends Error {
  override readonly name = "LedgerUnreadable";
  constructor(path: string, place: number, options?: ErrorOptions) {
    super(
      `Line ${place} of ${path} can't be read. That file lists what was erased by law. Put a sound copy of it back before you go on.`,
      options,
    );
  }
}

export class ErasureLedger {
  readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, "erasures");
  }

  /** Throws LedgerUnreadable. */
  read(): readonly ErasedSlot[] {
    return this.#text()
      .split("\n")
      .slice(0, -1)
      .map((one, index) => this.#parsed(one, index + 1));
  }

  /** On disk when it returns. Call it with the write lock of the store held; what is there already is not written twice. */
  keep(log: string, slots: readonly Slot[]): void {
    const known = new Set(this.read().map((erased) => `${erased.log} ${slotName(erased.slot)}`));
    const fresh = slots.filter((slot) => !known.has(`${log} ${slotName(slot)}`));
    if (fresh.length === 0) return;
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    writeDurably(
      this.path,
      this.#text() + fresh.map((slot) => `${JSON.stringify({ log, slot })}\n`).join(""),
    );
  }

  #text(): string {
    return existsSync(this.path) ? readFileSync(this.path, "utf8") : "";
  }

  #parsed(text: string, place: number): ErasedSlot {
    try {
      return line.parse(JSON.parse(text));
    } catch (cause) {
      throw new LedgerUnreadable(this.path, place, { cause });
    }
  }
}
