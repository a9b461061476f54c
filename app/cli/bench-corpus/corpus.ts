import { DECOYS } from "./decoys.ts";
import { type Draw, drawing, pick } from "./drawing.ts";
import { LEAKS, SET_PIECES } from "./leaks.ts";
import { SURROUNDINGS } from "./surroundings.ts";

/** A text, and where the secrets in it lie: none in a decoy. */
export interface Labelled {
  /** `aws in yaml`, `decoy commit`. */
  readonly name: string;
  readonly text: string;
  readonly secrets: readonly { readonly start: number; readonly end: number }[];
}

const ROUNDS_OF_DECOYS = 10;
const ROUNDS_OF_PIECES = 10;

/** Each credential in each of its surroundings, the set pieces, and the decoys, all between lines of other things. */
export function corpus(seed: number): {
  readonly leaks: readonly Labelled[];
  readonly decoys: readonly Labelled[];
} {
  const draw = drawing(seed);
  const inSurroundings = LEAKS.flatMap(({ kind, parts }) =>
    Object.entries(SURROUNDINGS).map(([place, write]) => {
      const drawnParts = parts(draw);
      const secrets = drawnParts.filter(({ isSecret }) => isSecret).map(({ value }) => value);
      return labelled(`${kind} in ${place}`, write(drawnParts, draw), secrets, draw);
    }),
  );
  const pieces = times(ROUNDS_OF_PIECES).flatMap(() =>
    SET_PIECES.map(({ kind, make }) => {
      const { text, secrets } = make(draw);
      return labelled(kind, text, secrets, draw);
    }),
  );
  const decoys = times(ROUNDS_OF_DECOYS).flatMap(() =>
    Object.entries(DECOYS).map(([name, make]) => labelled(`decoy ${name}`, make(draw), [], draw)),
  );
  return { leaks: [...inSurroundings, ...pieces], decoys };
}

function labelled(name: string, text: string, secrets: readonly string[], draw: Draw): Labelled {
  const whole = `${filler(draw)}\n${text}\n${filler(draw)}\n`;
  const spans = secrets.map((secret) => {
    const spelt = [secret, encodeURIComponent(secret)].find((spelling) => whole.includes(spelling));
    if (spelt === undefined) throw new Error(`${name} does not hold what it is labelled with`);
    const start = whole.indexOf(spelt);
    return { start, end: start + spelt.length };
  });
  return { name, text: whole, secrets: spans };
}

const LINES = [
  "We saw the first request from an unknown address at 02:11 and nobody answered the page.",
  "import { readFile } from 'node:fs/promises'; // eslint-disable-line",
  "2026-11-24T02:58:00Z INFO ledger export finished rows=18422 bytes=9128331 took=41ms",
  "Le service d'astreinte a été prévenu ; la suite est décrite dans le guide.",
  "值班人员已经收到通知，下一步见应急手册第三章。",
  "  retries: 3\n  timeout: 30s\n  labels: { team: billing, tier: backend }",
  "| host | seen | by |\n|---|---|---|\n| web-3 | 03:02 | omar |",
  "https://status.corp.internal/incidents/7?tab=timeline&lang=en#updates",
  "for (const row of rows) total += row.amount * (1 + row.rate);",
  "Nothing else was changed on that day, as far as the change log tells.",
];

function filler(draw: Draw): string {
  return times(1 + Math.floor(draw() * 4))
    .map(() => pick(LINES, draw))
    .join("\n");
}

/** Prose, source and logs without a secret, of about so many characters. */
export function plainText(characters: number, seed: number): string {
  const draw = drawing(seed);
  const parts: string[] = [];
  for (let length = 0; length < characters; ) {
    const line = pick(LINES, draw);
    parts.push(line);
    length += line.length + 1;
  }
  return parts.join("\n").slice(0, characters);
}

function times(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
