import { fromBase64 } from "./base64.ts";
import { attachmentName } from "./bundle-names.ts";
import { type ByteSource, chunksOf } from "./byte-source.ts";
import { encodeUtf8 } from "./bytes.ts";
import { VALUE_BYTES_MAX } from "./canonical.ts";
import { committer, innerHash } from "./commitment.ts";
import type { Leaf } from "./leaf.ts";
import {
  type FieldDisclosure,
  type FileDisclosure,
  LINE_BYTES_MAX,
  type PayloadLine,
  parsePayloadLine,
} from "./payload-line.ts";
import type { Primitives } from "./primitives.ts";
import type { Findings } from "./report.ts";
import { type Slot, slotName } from "./slot.ts";
import type { ContainedFile, Files } from "./verify-container.ts";
import type { Erasures } from "./verify-entries.ts";

// Disclosed values and files must open their commitments; what is erased or withheld must say so.

export class PayloadChecker {
  private readonly opened = new Set<string>();
  private readonly commit: (slot: Slot, inner: Uint8Array) => string;

  constructor(
    private readonly source: ByteSource,
    private readonly files: Files,
    log: string,
    private readonly erasures: Erasures,
    private readonly found: Findings,
    private readonly primitives: Primitives,
  ) {
    this.commit = committer(log, primitives.sha256);
  }

  /** The lines of one payloads file against the leaves of its tile; undefined for a leaf that could not be read. */
  async checkFile(name: string, from: number, leaves: readonly (Leaf | undefined)[]): Promise<void> {
    const file = this.files.get(name);
    if (file === undefined) return;
    let place = 0;
    let rest: Uint8Array = new Uint8Array(0);
    for await (const chunk of chunksOf(this.source, file.offset, file.size)) {
      const bytes = rest.length === 0 ? chunk : joined(rest, chunk);
      let start = 0;
      for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
        if (place >= leaves.length) return this.found.file(name, "holds more lines than there are entries");
        const line = this.checkLine(bytes.subarray(start, end), from + place, leaves[place], name);
        if (line?.att !== undefined) await this.checkFiles(line.att, from + place, leaves[place]);
        start = end + 1;
        place += 1;
      }
      rest = bytes.subarray(start);
      if (rest.length > LINE_BYTES_MAX)
        return this.found.entry(from + place, "has a line longer than any can be", name);
    }
    if (rest.length > 0) this.found.file(name, "does not end in a line feed");
    if (place < leaves.length) this.found.entry(from + place, "has no line of what is disclosed", name);
  }

  /** Attachments that no disclosed slot has asked for. */
  finish(): void {
    for (const name of this.files.keys()) {
      if (name.startsWith("attachments/") && !this.opened.has(name)) {
        this.found.file(name, "does not belong to any disclosed file of an entry");
      }
    }
  }

  private checkLine(
    bytes: Uint8Array,
    seq: number,
    leaf: Leaf | undefined,
    name: string,
  ): PayloadLine | undefined {
    const parsed = parsePayloadLine(bytes, this.primitives.decodeUtf8);
    if (!parsed.ok) {
      this.found.entry(seq, `has a line of what is disclosed that ${parsed.error}`, name);
      return undefined;
    }
    const line = parsed.value;
    if (line.seq !== seq) this.found.entry(seq, `has the line of what is disclosed of #${line.seq}`, name);
    if (leaf === undefined) return undefined;
    if (!sameSlots(line, leaf)) {
      this.found.entry(
        seq,
        "has a line of what is disclosed with other fields or files than the entry",
        name,
      );
      return undefined;
    }
    if (line.f !== undefined) this.checkFields(line.f, leaf.f ?? {}, seq);
    return line;
  }

  private checkFields(
    fields: { readonly [name: string]: FieldDisclosure },
    commitments: { readonly [name: string]: string },
    seq: number,
  ): void {
    for (const [name, told] of Object.entries(fields)) {
      const slot: Slot = [seq, "f", name];
      if (!this.checkStanding(slot, told)) continue;
      const data = encodeUtf8(JSON.stringify(told.value));
      if (data.length > VALUE_BYTES_MAX)
        this.found.entry(seq, `discloses a value of ${name} that is too long`);
      const inner = innerHash(saltOf(told), data, this.primitives.sha256);
      if (this.commit(slot, inner) !== commitments[name]) {
        this.found.entry(seq, `discloses a value of ${name} that is not the one the entry committed to`);
      }
    }
  }

  private async checkFiles(
    files: readonly FileDisclosure[],
    seq: number,
    leaf: Leaf | undefined,
  ): Promise<void> {
    for (const [index, told] of files.entries()) {
      const slot: Slot = [seq, "att", index];
      const commitment = leaf?.att?.[index];
      if (commitment === undefined || !this.checkStanding(slot, told)) continue;
      const name = attachmentName(commitment);
      const file = this.files.get(name);
      if (this.opened.has(name))
        this.found.entry(seq, `discloses file ${index} under the commitment of another file`);
      else if (file === undefined) this.found.entry(seq, `discloses file ${index}, but it is missing`, name);
      else await this.checkContent(file, slot, saltOf(told), commitment);
      this.opened.add(name);
    }
  }

  private async checkContent(
    file: ContainedFile,
    slot: Slot,
    salt: Uint8Array,
    commitment: string,
  ): Promise<void> {
    const hash = this.primitives.sha256Running();
    hash.update(salt);
    for await (const chunk of chunksOf(this.source, file.offset, file.size)) hash.update(chunk);
    if (this.commit(slot, hash.digest()) === commitment) return;
    this.found.entry(
      slot[0],
      `discloses file ${slot[2]}, but it is not the one the entry committed to`,
      file.name,
    );
  }

  /** True for a disclosed slot that may be disclosed. Erased means erased: no less and no more. */
  private checkStanding<T extends FieldDisclosure | FileDisclosure>(
    slot: Slot,
    told: T,
  ): told is Extract<T, { readonly salt: string }> {
    const by = this.erasures.of(slot);
    const [seq] = slot;
    if ("erased" in told) {
      if (by === told.erased) this.found.erase(slot, by);
      else
        this.found.entry(seq, `says ${slotName(slot)} was erased by #${told.erased}, which did not erase it`);
      return false;
    }
    if (by !== undefined) {
      const wrong = "salt" in told ? "still discloses" : "calls withheld";
      this.found.entry(seq, `${wrong} ${slotName(slot)}, which #${by} erased`);
    }
    if ("salt" in told) return true;
    if (by === undefined) this.found.withhold(slot);
    return false;
  }
}

function saltOf({ salt }: { readonly salt: string }): Uint8Array {
  const bytes = fromBase64(salt);
  if (bytes === undefined) throw new RangeError("a parsed line has salts of 32 bytes");
  return bytes;
}

function sameSlots(line: PayloadLine, leaf: Leaf): boolean {
  if ((line.f === undefined) !== (leaf.f === undefined)) return false;
  if ((line.att === undefined) !== (leaf.att === undefined)) return false;
  const told = Object.keys(line.f ?? {});
  const due = Object.keys(leaf.f ?? {});
  // Both are canonical, so equal sets of names stand in equal order.
  return (
    told.length === due.length &&
    told.every((name, at) => name === due[at]) &&
    line.att?.length === leaf.att?.length
  );
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}
