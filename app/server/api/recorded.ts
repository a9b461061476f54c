import { z } from "zod";

/** What is answered when something was recorded: the entries, and the signed checkpoint that holds them. */
export const recordedEntries = z.strictObject({
  entries: z.array(z.strictObject({ seq: z.int(), act: z.string() })),
  size: z.int(),
  checkpoint: z.string(),
});
