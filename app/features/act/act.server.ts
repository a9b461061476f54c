import { type ActionFunctionArgs, data, redirect } from "react-router";
import { parseDecimal } from "#app/core/audit/origin.ts";
import { type Command, commandSchema, directCommand } from "#app/core/incident/command.ts";
import type { Actor } from "#app/core/incident/context.ts";
import type { ReceivedFile } from "#app/core/incident/entry.ts";
import { type IncidentRef, isIncidentRef } from "#app/core/shared/ids.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { addressOf } from "#app/server/auth/require-person.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { reauthenticate, signInSentence } from "#app/server/auth/sign-in.ts";
import { appContext } from "#app/server/context.ts";
import { execute, type Recorded } from "#app/server/execute.server.ts";
import { textOf } from "#app/server/http/form.ts";
import { refusalToAttach } from "#app/server/may-attach.ts";
import { incidentFor } from "#app/server/visibility.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import { commandFrom } from "./form-command.server.ts";
import { problemsIn } from "./problems.server.ts";
import { readActForm } from "./read-act-form.server.ts";
import { refusedBy, refusedForm } from "./refusal-answer.server.ts";

/** The action of every page of an incident: one form, one command, and back to a page that says so. */
export async function actInIncident(args: ActionFunctionArgs) {
  const { request, params, context, url } = args;
  const ref = refIn(params);
  const { house } = context.get(appContext);
  const sender = actorOf(context.get(signedInContext));
  const incident = await incidentFor(house, sender, ref);
  if (incident === undefined) throw data(null, { status: 404 });
  const read = await readActForm(request, house.files, () => refusalToAttach(incident, sender));
  if (!read.ok) return read.error;
  const { form, files } = read.value;
  try {
    const command = commandIn(form, files);
    if (!command.ok) return command.error;
    const actor = await actorFor(args, form, command.value);
    if (!actor.ok) return actor.error;
    const key = textOf(form, "request");
    const seen = parseDecimal(textOf(form, "seen"));
    const outcome = await execute(house, actor.value, ref, command.value, {
      files,
      ...(key === "" ? {} : { idempotencyKey: key }),
      ...(seen === undefined ? {} : { seen }),
    });
    if (!outcome.ok) return refusedBy(form, outcome.error);
    return redirect(recordedAt(nextPage(form, ref, url.pathname), outcome.value));
  } finally {
    // Whatever was not recorded is forgotten; discarding what was is nothing.
    for (const file of files) house.files.discard(file);
  }
}

type Refusal = ReturnType<typeof refusedForm>;
type Ordered = Exclude<Command, { kind: "declare-incident" }>;

function commandIn(form: FormData, files: readonly ReceivedFile[]): Result<Ordered, Refusal> {
  const given = commandFrom(form);
  if (given.kind === "add-evidence" && given.value === undefined && files.length > 0) {
    given.value = files.map((file) => file.name).join(", ");
  }
  if (textOf(form, "ask") === "approval") {
    const inner = directCommand.safeParse(given, { reportInput: true });
    if (!inner.success) return no(refusedForm(form, 400, problemsIn(inner.error)));
    return ok({ kind: "request-approval", for: inner.data });
  }
  const parsed = commandSchema.safeParse(given, { reportInput: true });
  if (!parsed.success) return no(refusedForm(form, 400, problemsIn(parsed.error)));
  if (parsed.data.kind === "declare-incident") return no(refusedForm(form, 400, []));
  return ok(parsed.data);
}

/** An approval needs the password with it; everything else is given by whoever is signed in. */
async function actorFor(
  { request, context }: ActionFunctionArgs,
  form: FormData,
  command: Ordered,
): Promise<Result<Actor, Refusal>> {
  const signedIn = context.get(signedInContext);
  if (command.kind !== "approve") return ok(actorOf(signedIn));
  const { door } = context.get(appContext);
  const proved = await reauthenticate(door, signedIn, textOf(form, "password"), addressOf(request, context));
  if (proved.ok) return proved;
  return no(refusedForm(form, 400, [{ field: "password", message: signInSentence(proved.error) }]));
}

export function refIn(params: { readonly ref?: string | undefined }): IncidentRef {
  if (params.ref === undefined || !isIncidentRef(params.ref)) throw data(null, { status: 404 });
  return params.ref;
}

/** Back to where the person was, or on to where the form leads: never out of the incident. */
function nextPage(form: FormData, ref: IncidentRef, here: string): string {
  const next = textOf(form, "next");
  const inside = next === `/i/${ref}` || next.startsWith(`/i/${ref}/`) || next.startsWith(`/i/${ref}?`);
  return inside && /^[\w/.?=&#-]*$/.test(next) ? next : here;
}

/** The page says what was recorded, by its number: `?recorded=412`. */
function recordedAt(page: string, { entries }: Recorded): string {
  const last = entries.at(-1);
  if (last === undefined) return page;
  const [path = "", anchor] = page.split("#");
  const joint = path.includes("?") ? "&" : "?";
  return `${path}${joint}recorded=${last.seq}${anchor === undefined ? "" : `#${anchor}`}`;
}
