import { appContext } from "#app/server/context.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/drafts";
import { draftSchema, keepDraft } from "./draft.server.ts";

/** Takes what a page's form holds now, as JSON. Nothing is recorded by it. */
export async function action({ request, context }: Route.ActionArgs) {
  const body: unknown = await request.json().catch(() => undefined);
  const draft = draftSchema.safeParse(body);
  if (!draft.success) return new Response(null, { status: 400 });
  const { door } = context.get(appContext);
  const kept = await keepDraft(door, context.get(signedInContext).person, draft.data);
  return new Response(null, { status: kept ? 204 : 503 });
}
