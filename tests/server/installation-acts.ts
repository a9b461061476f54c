import { z } from "zod";
import type { House } from "#app/server/house.server.ts";

const leaf = z.looseObject({ act: z.string(), on: z.object({ id: z.string() }) });

/** What the installation's log says of this one, in order. */
export async function actsOf({ house }: { readonly house: House }, id: string): Promise<readonly string[]> {
  const leaves = await house.store.snapshot((reads) => reads.leaves(house.installation, 0, 10_000));
  return leaves
    .map((bytes) => leaf.parse(JSON.parse(Buffer.from(bytes).toString("utf8"))))
    .filter(({ on, act }) => on.id === id && act !== "person-named")
    .map(({ act }) => act);
}
