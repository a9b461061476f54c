import type { Finding } from "./finding.ts";

/** The text with every finding hidden. `findings` are those of this very text, in its order. */
export function mask(text: string, findings: readonly Finding[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, masked } of findings) {
    parts.push(text.slice(from, start), masked);
    from = end;
  }
  parts.push(text.slice(from));
  return parts.join("");
}

/** What may be shown of a secret: its ends, never more than half of it, and an ellipsis. */
export function maskedForm(secret: string, [atStart, atEnd]: readonly [number, number]): string {
  const end = 2 * (atStart + atEnd) <= secret.length ? atEnd : 0;
  const start = 2 * (atStart + end) <= secret.length ? atStart : 0;
  return `${secret.slice(0, start)}…${end === 0 ? "" : secret.slice(-end)}`;
}
