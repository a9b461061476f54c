import { data } from "react-router";
import { parseDecimal } from "#app/core/audit/origin.ts";
import { commandSchema } from "#app/core/incident/command.ts";
import { parseInstant } from "#app/core/shared/instant.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { execute } from "#app/server/execute.server.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { sentenceOf, statusOf } from "#app/server/refusals.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { incidentFor } from "#app/server/visibility.ts";
import { refIn } from "../act/act.server.ts";
import { commandFrom } from "../act/form-command.server.ts";
import { problemsIn } from "../act/problems.server.ts";
import { forgetDraft } from "../drafts/draft.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/queued";
import { formCanWait } from "./can-wait.ts";

/**
 * An act that waited for a connection. It is decided as any other, on what its page had seen; the time its device
 * says goes on record beside the time it is received. Answers the numbers of its entries, or why there are none.
 */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { house, door } = context.get(appContext);
  const signedIn = context.get(signedInContext);
  const text = textIn(context);
  const ref = refIn(params);
  const actor = actorOf(signedIn);
  if ((await incidentFor(house, actor, ref)) === undefined) throw data(null, { status: 404 });
  const form = await readForm(request);
  const refused = (status: number, why: string, seq?: number) =>
    Response.json({ refused: why, ...(seq === undefined ? {} : { seq }) }, { status });
  if (!formCanWait(form)) return refused(422, text("act.unusable"));
  const now = door.now();
  const claimed = parseInstant(textOf(form, "claimedAt"));
  const command = commandSchema.safeParse({
    ...commandFrom(form),
    // No device knows the server's future.
    claimedAt: claimed === undefined || claimed > now ? now : claimed,
  });
  if (!command.success)
    return refused(422, problemsIn(command.error, text)[0]?.message ?? text("act.unusable"));
  if (command.data.kind === "declare-incident") return refused(422, text("act.unusable"));
  const key = textOf(form, "request");
  const seen = parseDecimal(textOf(form, "seen"));
  const outcome = await execute(house, actor, ref, command.data, {
    ...(key === "" ? {} : { idempotencyKey: key }),
    ...(seen === undefined ? {} : { seen }),
  });
  if (!outcome.ok) {
    const seq = outcome.error.code === "changed-since" ? outcome.error.seq : undefined;
    return refused(statusOf(outcome.error), sentenceOf(outcome.error, text), seq);
  }
  await forgetDraft(door, signedIn.person, textOf(form, "page"), textOf(form, "form"));
  return Response.json({ seqs: outcome.value.entries.map((entry) => entry.seq) });
}
