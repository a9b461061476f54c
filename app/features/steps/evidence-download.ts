import { Readable } from "node:stream";
import { actorOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { evidenceFile } from "#app/server/queries/evidence-file.ts";
import { refIn } from "../act/act.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import { download } from "../log/download.server.ts";
import { found, numberFrom } from "../log/seen-log.server.ts";
import type { Route } from "./+types/evidence-download";

/**
 * A file that someone attached, byte for byte. It is saved and never shown: what an attacker left behind must
 * not run here.
 */
export async function loader({ context, params }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const actor = actorOf(context.get(signedInContext));
  const file = found(await evidenceFile(house, actor, refIn(params), numberFrom(params.seq)));
  // The DOM's and Node's types of the same stream do not know each other.
  const body = Readable.toWeb(Readable.from(file.stream())) as ReadableStream<Uint8Array>;
  return download(body, { name: file.name, type: "application/octet-stream", size: file.size });
}
