const ASCII = 128;

/** Shannon's entropy of the characters, in bits a character. All beyond ASCII count as one. */
export function entropy(text: string): number {
  const counts = new Uint32Array(ASCII);
  for (let at = 0; at < text.length; at++) {
    const code = Math.min(text.charCodeAt(at), ASCII - 1);
    counts[code] = (counts[code] ?? 0) + 1;
  }
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
