import type { Slot } from "#app/core/audit/slot.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";

/** A slot and the entry that erased it. */
export interface ErasureRow {
  readonly slot: Slot;
  readonly erased: number;
}

export interface ErasureReads {
  /** What the log's own entries erased, in the order of the slots. */
  erasuresIn(origin: string): Promise<readonly ErasureRow[]>;
  /** What was erased once more after a restore, in the order of the slots. No entry of the log need say so. */
  erasedAgain(origin: string): Promise<readonly Slot[]>;
  /** Bytes of what lies in these slots as text; files are not counted. */
  bytesIn(origin: string, slots: readonly Slot[]): Promise<number>;
}

export interface ErasureWrites {
  /** Removes the value and the salt, for ever; the entry that erases them is there already. */
  erase(origin: string, row: ErasureRow): Promise<void>;
  /** The same where a restore brought back what had been erased. Doing it again changes nothing. */
  eraseAgain(origin: string, slot: Slot): Promise<void>;
  /**
   * Removes what may repeat an entry and is not yet, or not any more, of use: drafts on the entry's pages, forms put
   * aside, and what requests that recorded it were answered.
   */
  forgetAround(origin: string, ref: IncidentRef, seq: number): Promise<void>;
}
