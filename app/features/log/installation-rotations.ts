import { appContext } from "#app/server/context.ts";
import { rotationFiles } from "#app/server/log/rotations.ts";
import type { Route } from "./+types/installation-rotations";

/** The files that lead from each earlier log key to the next, oldest first: whoever holds an old key follows them. */
export async function loader({ context }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const rotations = await house.store.snapshot((reads) => rotationFiles(reads, house.installation));
  return Response.json({ rotations }, { headers: { "Cache-Control": "no-store" } });
}
