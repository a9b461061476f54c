import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

// The two palettes as tokens.css writes them, and the floors that WCAG 2.2 sets: 4.5 for text, 3 for
// what is not text, 9 between the two focus rings (so that one of them shows on any solid colour, C40).

const sheet = readFileSync(join(import.meta.dirname, "../../app/ui/tokens.css"), "utf8");

function paletteIn(css: string): Map<string, string> {
  const found = css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6});/gi);
  return new Map([...found].map((match) => [match[1] ?? "", match[2] ?? ""]));
}

function blockAfter(marker: string): string {
  const from = sheet.indexOf(marker);
  expect(from, `${marker} is in tokens.css`).toBeGreaterThanOrEqual(0);
  return sheet.slice(from, sheet.indexOf("}", sheet.indexOf("--", from)));
}

const palettes = {
  light: paletteIn(blockAfter(":root")),
  dark: paletteIn(blockAfter("@media (prefers-color-scheme: dark)")),
};

function channel(byte: number): number {
  const share = byte / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function luminance(hex: string): number {
  const digits = hex.length === 4 ? hex.slice(1).replace(/./g, "$&$&") : hex.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) =>
    channel(Number.parseInt(digits.slice(at, at + 2), 16)),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const TEXT = 4.5;
const SHAPE = 3;
const RINGS = 9;

const PAIRS: readonly (readonly [front: string, back: string, floor: number])[] = [
  ["text", "bg", TEXT],
  ["text", "surface", TEXT],
  ["text", "surface-2", TEXT],
  ["text-muted", "bg", TEXT],
  ["text-muted", "surface", TEXT],
  ["text-muted", "surface-2", TEXT],
  ["text-muted", "danger-bg", TEXT],
  ["text-muted", "warn-bg", TEXT],
  ["text-muted", "accent-bg", TEXT],
  ["accent", "bg", TEXT],
  ["accent", "surface", TEXT],
  ["accent", "accent-bg", TEXT],
  ["on-accent", "accent", TEXT],
  ["on-accent", "accent-hover", TEXT],
  ["danger", "surface", TEXT],
  ["danger", "danger-bg", TEXT],
  ["on-danger", "danger-solid", TEXT],
  ["on-danger", "danger-hover", TEXT],
  ["danger-solid", "surface", SHAPE],
  ["warn", "warn-bg", TEXT],
  ["on-warn", "warn-solid", TEXT],
  ["ok", "surface", TEXT],
  ["ok", "ok-bg", TEXT],
  ["drill", "drill-bg", TEXT],
  ["on-drill", "drill-solid", TEXT],
  ["on-drill", "drill", TEXT],
  ["tag", "tag-bg", TEXT],
  ["code", "code-bg", TEXT],
  ["text", "accent-bg", TEXT],
  ["border-strong", "surface", SHAPE],
  ["border-strong", "surface-2", SHAPE],
  ["focus-in", "focus-out", RINGS],
];

for (const [theme, palette] of Object.entries(palettes)) {
  test.each(PAIRS)(`${theme}: %s on %s has a contrast of at least %d`, (front, back, floor) => {
    const [one, other] = [palette.get(front), palette.get(back)];
    if (one === undefined || other === undefined) throw new Error(`tokens.css lacks ${front} or ${back}`);
    expect(contrast(one, other)).toBeGreaterThanOrEqual(floor);
  });
}

test("the formula gives the contrast of black on white", () => {
  expect(contrast("#000", "#ffffff")).toBeCloseTo(21, 5);
});
