import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const FOLDER = join(import.meta.dirname, "../vectors");

export function vectorBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(FOLDER, name)));
}

export function vectorText(name: string): string {
  return readFileSync(join(FOLDER, name), "utf8");
}

const Slot = z.tuple([z.number(), z.enum(["f", "att"]), z.union([z.string(), z.number()])]);

const Worked = z.object({
  testKeys: z.array(
    z.object({
      bundle: z.string(),
      k: z.number(),
      seed: z.string(),
      publicKey: z.string(),
      vkeys: z.array(z.string()),
    }),
  ),
  leaves: z.array(z.object({ what: z.string(), leaf: z.string(), leafHash: z.string() })),
  payloadLines: z.array(
    z.object({
      what: z.string(),
      line: z.string(),
      leaf: z.string(),
      slots: z.array(
        z.object({
          slot: Slot,
          salt: z.string(),
          data: z.string(),
          inner: z.string(),
          hashed: z.string(),
          commitment: z.string(),
        }),
      ),
    }),
  ),
  roots: z.array(z.object({ bundle: z.string(), size: z.number(), root: z.string() })),
});

export const worked = Worked.parse(JSON.parse(vectorText("sangfroid/worked.json")));

const Expected = z.object({
  runs: z.array(
    z.object({
      bundle: z.string(),
      vkey: z.string().nullable(),
      checkpoints: z.array(z.string()),
      receipts: z.array(z.string()),
      consistency: z.array(z.string()),
      exit: z.number(),
      word: z.string(),
      witnessed: z.number().nullable(),
      named: z.array(z.string()),
    }),
  ),
});

export const expected = Expected.parse(JSON.parse(vectorText("sangfroid/expected.json")));
