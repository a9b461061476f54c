import { readFileSync, writeFileSync } from "node:fs";

const ENTRIES = "log/tile/entries/";
const LOCAL_HEADER = 30;
const LOCAL_SIGNATURE = 0x04034b50;

/**
 * A copy of a bundle with one byte of one entry changed, as someone with an editor would: the name of an act's
 * first letter. The container is stored, so entries stand in it as they are: length as uint16, then the leaf.
 */
export function withOneByteChanged(path: string): { readonly path: string; readonly entry: number } {
  const bytes = readFileSync(path);
  let at = dataOf(bytes, ENTRIES);
  const entry = 3;
  for (let skipped = 0; skipped < entry; skipped++) at += 2 + bytes.readUInt16BE(at);
  const act = bytes.indexOf('"act":"', at) + '"act":"'.length;
  bytes[act] = (bytes[act] ?? 0) === 0x61 ? 0x62 : 0x61;
  const changed = path.replace(/\.zip$/, "-changed.zip");
  writeFileSync(changed, bytes);
  return { path: changed, entry };
}

/** One file of a bundle, as it was put in. */
export function contentOf(bundle: Buffer, name: string): Buffer {
  const at = dataOf(bundle, name);
  const local = bundle.lastIndexOf(name, at) - LOCAL_HEADER;
  return bundle.subarray(at, at + bundle.readUInt32LE(local + 18));
}

/** Where the content of the first file with such a name begins: behind its local header. */
function dataOf(bytes: Buffer, name: string): number {
  for (let at = bytes.indexOf(name); at !== -1; at = bytes.indexOf(name, at + 1)) {
    const local = at - LOCAL_HEADER;
    if (local >= 0 && bytes.readUInt32LE(local) === LOCAL_SIGNATURE)
      return at + bytes.readUInt16LE(local + 26);
  }
  throw new Error(`the bundle holds no ${name}`);
}
