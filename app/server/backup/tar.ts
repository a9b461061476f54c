// POSIX ustar, as little of it as a backup needs: regular files, names up to 100 bytes, sizes in octal or, from
// 8 GiB on, in the base-256 form that GNU and BSD tar read too. So a backup opens with any tar.

const BLOCK = 512;
const OCTAL_MAX = 8 ** 11;

export interface TarEntry {
  readonly name: string;
  readonly size: number;
}

export function tarHeader({ name, size }: TarEntry): Uint8Array {
  const header = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > 100) throw new RangeError(`${name} is too long for a tar`);
  header.write(name, 0);
  header.write("0000600\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  if (size < OCTAL_MAX) header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  else {
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(size), 128);
  }
  header.write("00000000000\0", 136);
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  header.write(`${checksum(header).toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

/** Zeros from the end of a file to the end of its block. */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}

/** Two blocks of zeros: nothing follows. */
export const TAR_END = new Uint8Array(2 * BLOCK);

/** "end" for the zeros at the end; undefined for what is no header of a regular file. */
export function readTarHeader(header: Uint8Array): TarEntry | "end" | undefined {
  const bytes = Buffer.from(header.buffer, header.byteOffset, header.length);
  if (bytes.length !== BLOCK) return undefined;
  if (bytes.every((byte) => byte === 0)) return "end";
  if (Number.parseInt(text(bytes, 148, 8), 8) !== checksum(bytes)) return undefined;
  if (text(bytes, 156, 1) !== "0" || text(bytes, 257, 5) !== "ustar") return undefined;
  const size =
    bytes[124] === 0x80 ? Number(bytes.readBigUInt64BE(128)) : Number.parseInt(text(bytes, 124, 12), 8);
  if (!Number.isSafeInteger(size) || size < 0) return undefined;
  return { name: text(bytes, 0, 100), size };
}

/** The sum of the header's bytes, its own field taken as blanks. */
function checksum(header: Buffer): number {
  let sum = 0;
  for (const [place, byte] of header.entries()) sum += place >= 148 && place < 156 ? 0x20 : byte;
  return sum;
}

function text(bytes: Buffer, from: number, length: number): string {
  const field = bytes.subarray(from, from + length);
  const end = field.indexOf(0);
  return field
    .subarray(0, end < 0 ? length : end)
    .toString("latin1")
    .trim();
}
