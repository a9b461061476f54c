import type { Route } from "./+types/now";
import { wallFor } from "./wall-for.server.ts";

export async function loader({ context, params }: Route.LoaderArgs) {
  return Response.json(await wallFor(context, params.token), { headers: { "Cache-Control": "no-store" } });
}
