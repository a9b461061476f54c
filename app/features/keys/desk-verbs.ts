import { textIn } from "#app/server/text/text-in.ts";
import type { Route } from "./+types/desk-verbs";
import { deskVerbs } from "./verbs.server.ts";

export function loader({ context }: Route.LoaderArgs) {
  return Response.json(deskVerbs(textIn(context)), { headers: { "Cache-Control": "no-store" } });
}
