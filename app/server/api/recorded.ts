import { z } from "zod";
import type { Recorded } from "../execute.server.ts";

/** What is answered when something was recorded: the entries, and the signed checkpoint that holds them. */
export const recordedEntries = z.strictObject({
  entries: z.array(z.strictObject({ seq: z.int(), act: z.string() })),
  size: z.int(),
  checkpoint: z.string(),
});

export function recorded({ entries, size, checkpoint }: Recorded): z.infer<typeof recordedEntries> {
  return { entries: entries.map(({ seq, act }) => ({ seq, act })), size, checkpoint };
}
