import { fromBase64 } from "#app/core/audit/base64.ts";

/** A block from BEGIN to END (RFC 7468), also where its line ends are written as \n, as in JSON. */
export interface PemBlock {
  readonly label: string;
  readonly start: number;
  readonly end: number;
  /** Undefined where the body is not base64, as with the headers of an older encryption. */
  readonly bytes: Uint8Array | undefined;
}

const BEGIN = /-----BEGIN ([A-Z0-9 ]{3,40})-----/y;
const LONGEST = 16_384;
const BODY = /^[A-Za-z0-9+/=\s]*$/;

/**
 * Reads blocks of one text. Where the next END stands is looked up once and kept, so that a text of nothing but BEGIN
 * takes no longer than any other.
 */
export class PemReader {
  readonly #text: string;
  #nextEnd = -1;
  #last: { at: number; block: PemBlock | undefined } | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The block whose BEGIN stands at `at`. Ask in ascending order. */
  blockAt(at: number): PemBlock | undefined {
    if (this.#last?.at !== at) this.#last = { at, block: this.#read(at) };
    return this.#last.block;
  }

  #read(at: number): PemBlock | undefined {
    BEGIN.lastIndex = at;
    const label = BEGIN.exec(this.#text)?.[1];
    if (label === undefined) return undefined;
    const from = BEGIN.lastIndex;
    const to = this.#endAfter(from);
    const closing = `-----END ${label}-----`;
    if (to - from > LONGEST || !this.#text.startsWith(closing, to)) return undefined;
    const body = this.#text.slice(from, to).replaceAll(/\\+[nr]/g, "\n");
    if (body.includes("-----")) return undefined;
    return { label, start: at, end: to + closing.length, bytes: bytesIn(body) };
  }

  #endAfter(from: number): number {
    if (this.#nextEnd < from) {
      const found = this.#text.indexOf("-----END ", from);
      this.#nextEnd = found === -1 ? Number.POSITIVE_INFINITY : found;
    }
    return this.#nextEnd;
  }
}

function bytesIn(body: string): Uint8Array | undefined {
  return BODY.test(body) ? fromBase64(body.replaceAll(/\s/g, "")) : undefined;
}
