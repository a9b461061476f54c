import type { Leaf } from "./leaf.ts";
import { type Slot, slotName } from "./slot.ts";

// What a verification found. Messages complete a sentence whose subject is the entry or the file, and may
// quote text from the bundle: whoever shows them escapes it for the place where it is shown.

export type VerifyWord = "intact" | "tampered" | "not a bundle" | "newer version" | "unusable input";
export type VerifyExit = 0 | 1 | 2 | 3;

export interface Fault {
  /** The entry's number, as in #41. */
  readonly entry?: number;
  /** A file of the bundle, an outside file by its name, `vkey` for the key from outside, or `container`. */
  readonly file?: string;
  readonly message: string;
}

/** An outside file that could not be used, or was not compared, and why. */
export interface FileRemark {
  readonly file: string;
  readonly message: string;
}

export interface ErasedSlot {
  readonly slot: string;
  /** The entry that erased it. */
  readonly by: number;
}

export interface Report {
  readonly word: VerifyWord;
  readonly exit: VerifyExit;
  /** Why it is not a bundle or of which version; absent once there are contents to look at. */
  readonly why?: string;
  readonly origin: string | null;
  readonly size: number | null;
  /** Base64, from the bundle's checkpoint. */
  readonly root: string | null;
  /** The log that this one goes on from, since an older copy was put back; null if it is the first. */
  readonly continues: Leaf["prev"] | null;
  /** Largest size of this log that a note from outside agrees with, null if none does. */
  readonly witnessed: number | null;
  readonly vkey: "matched" | "matched earlier" | "other" | "unusable" | "none from outside";
  /** Hex of the newest public key in the bundle. */
  readonly publicKey: string | null;
  readonly faults: readonly Fault[];
  readonly unusable: readonly FileRemark[];
  readonly notCompared: readonly FileRemark[];
  /** Outside notes that agreed, and how far. */
  readonly compared: readonly FileRemark[];
  readonly withheld: readonly string[];
  readonly erased: readonly ErasedSlot[];
  readonly remarks: readonly string[];
  /** Findings beyond what a list holds ({@link FINDINGS_MAX}); 0 unless the file is hostile. */
  readonly unlisted: number;
}

/** Lists stop here, so that a hostile file cannot fill the memory; the rest is counted. */
const FINDINGS_MAX = 100_000;

/** Collects what the parts of the verification find. */
export class Findings {
  readonly faults: Fault[] = [];
  readonly unusable: FileRemark[] = [];
  readonly notCompared: FileRemark[] = [];
  readonly compared: FileRemark[] = [];
  readonly withheld: string[] = [];
  readonly erased: ErasedSlot[] = [];
  readonly remarks: string[] = [];
  continues: Leaf["prev"] | null = null;
  unlisted = 0;

  /** A fault of an entry. */
  entry(entry: number, message: string, file?: string): void {
    this.keep(this.faults, file === undefined ? { entry, message } : { entry, file, message });
  }

  /** A fault of a file. */
  file(file: string, message: string): void {
    this.keep(this.faults, { file, message });
  }

  withhold(slot: Slot): void {
    this.keep(this.withheld, slotName(slot));
  }

  erase(slot: Slot, by: number): void {
    this.keep(this.erased, { slot: slotName(slot), by });
  }

  remark(text: string): void {
    this.keep(this.remarks, text);
  }

  private keep<T>(list: T[], item: T): void {
    if (list.length < FINDINGS_MAX) list.push(item);
    else this.unlisted += 1;
  }
}
