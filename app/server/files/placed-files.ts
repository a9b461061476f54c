import type { ReceivedFile } from "#app/core/incident/entry.ts";
import type { EvidenceFiles } from "./evidence-files.ts";

/** The files of one command: placed while its entries are made, kept once they are committed, gone otherwise. */
export class PlacedFiles {
  readonly #placed = new Map<ReceivedFile, { readonly incident: string; readonly commitment: string }>();
  readonly #received: ReceivedFile[];
  #kept = false;

  constructor(
    readonly files: EvidenceFiles,
    received: readonly ReceivedFile[],
  ) {
    this.#received = [...received];
  }

  /** One more file. */
  take(file: ReceivedFile): void {
    this.#received.push(file);
  }

  place(incident: string, file: ReceivedFile, commitment: string): void {
    this.#placed.set(file, { incident, commitment });
    this.files.place(incident, file, commitment);
  }

  /** The entries that name the placed files are committed. */
  keep(): void {
    this.#kept = true;
  }

  discardUnused(): void {
    for (const file of this.#received) {
      const place = this.#placed.get(file);
      if (place === undefined) this.files.discard(file);
      else if (!this.#kept) this.files.discard(file, place);
    }
  }
}
