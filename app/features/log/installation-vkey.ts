import { appContext } from "#app/server/context.ts";
import type { Route } from "./+types/installation-vkey";
import { downloadText } from "./download.server.ts";

/** The key that verifies everything this installation signs. */
export function loader({ context }: Route.LoaderArgs) {
  return downloadText(`${context.get(appContext).house.vkey}\n`, "sangfroid.vkey");
}
