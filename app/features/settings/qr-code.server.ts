import { encode } from "uqr";

export interface QrCode {
  /** Width and height of the picture, its quiet border included. */
  readonly size: number;
  /** One square for each dark module, as the `d` of an SVG path. */
  readonly path: string;
}

/** ISO/IEC 18004, with the border of four modules that it asks for. */
export function qrCode(text: string): QrCode {
  const { size, data } = encode(text, { ecc: "M", border: 4 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: squares.join("") };
}
