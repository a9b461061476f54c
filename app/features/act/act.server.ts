import { type ActionFunctionArgs, data, redirect } from "react-router";
import type { AnyText } from "#app/content/messages/keys.ts";
import { parseDecimal } from "#app/core/audit/origin.ts";
import { type Command, commandSchema, directCommand } from "#app/core/incident/command.ts";
import type { ReceivedFile } from "#app/core/incident/entry.ts";
import { type IncidentRef, isIncidentRef } from "#app/core/shared/ids.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { execute, type Recorded } from "#app/server/execute.server.ts";
import { textOf } from "#app/server/http/form.ts";
import { refusalToAttach } from "#app/server/may-attach.ts";
import { statusOf } from "#app/server/refusals.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { incidentFor } from "#app/server/visibility.ts";
import { forgetDraft } from "../drafts/draft.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import { chosenIn, conflictOf, seenIn } from "./conflict.server.ts";
import { commandFrom } from "./form-command.server.ts";
import { pageOf } from "./page-of.ts";
import { problemsIn } from "./problems.server.ts";
import { forgetAside, putAside } from "./put-aside.server.ts";
import { readActForm } from "./read-act-form.server.ts";
import { refusedBy, refusedForm } from "./refusal-answer.server.ts";
import type { Refused } from "./refused.ts";

/**
 * The action of every page of an incident: one form, one command, and back to a page that says so. Where a rule asks
 * for a fresh proof, the form is put aside meanwhile.
 */
export async function actInIncident(args: ActionFunctionArgs) {
  const { request, params, context, url } = args;
  const ref = refIn(params);
  const { house, door } = context.get(appContext);
  const signedIn = context.get(signedInContext);
  const text = textIn(context);
  const sender = actorOf(signedIn, door.now());
  const incident = await incidentFor(house, sender, ref);
  if (incident === undefined) throw data(null, { status: 404 });
  const read = await readActForm(request, house.files, () => refusalToAttach(incident, sender), text);
  if (!read.ok) return read.error;
  const { form, files } = read.value;
  const forget = async () => {
    await forgetDraft(door, signedIn.person, url.pathname, textOf(form, "form"));
    await forgetAside(door, signedIn, url);
  };
  try {
    if (form.has("discard") || textOf(form, "conflict") === "keep") {
      await forget();
      return redirect(pageOf(url), 303);
    }
    const command = commandIn(form, files, text);
    if (!command.ok) return command.error;
    const key = textOf(form, "request");
    const seen = seenIn(form, parseDecimal(textOf(form, "seen")));
    const outcome = await execute(house, sender, ref, command.value, {
      files,
      ...(key === "" ? {} : { idempotencyKey: key }),
      ...(seen === undefined ? {} : { seen }),
    });
    if (!outcome.ok) {
      if (outcome.error.code === "reauthenticate")
        return putAside(door, signedIn, form, url.pathname + url.search);
      const refused = refusedBy(form, outcome.error, text);
      if (outcome.error.code !== "changed-since") return refused;
      const now = (await incidentFor(house, sender, ref)) ?? incident;
      const told = { incident: now, command: command.value, form, me: sender.userId, text };
      const conflict = await conflictOf(house, outcome.error, told);
      return data<Refused>({ ...refused.data, conflict }, { status: statusOf(outcome.error) });
    }
    await forget();
    return redirect(recordedAt(nextPage(form, ref, url.pathname), outcome.value), 303);
  } finally {
    // Whatever was not recorded is forgotten; discarding what was is nothing.
    for (const file of files) house.files.discard(file);
  }
}

type Refusal = ReturnType<typeof refusedForm>;
type Ordered = Exclude<Command, { kind: "declare-incident" }>;

function commandIn(form: FormData, files: readonly ReceivedFile[], text: AnyText): Result<Ordered, Refusal> {
  const given = chosenIn(form, text) ?? commandFrom(form);
  if (given.kind === "add-evidence" && given.value === undefined && files.length > 0) {
    given.value = files.map((file) => file.name).join(", ");
  }
  if (textOf(form, "ask") === "approval" && given.kind === textOf(form, "kind")) {
    const inner = directCommand.safeParse(given, { reportInput: true });
    if (!inner.success) return no(refusedForm(form, 400, problemsIn(inner.error, text), text));
    return ok({ kind: "request-approval", for: inner.data });
  }
  const parsed = commandSchema.safeParse(given, { reportInput: true });
  if (!parsed.success) return no(refusedForm(form, 400, problemsIn(parsed.error, text), text));
  if (parsed.data.kind === "declare-incident") return no(refusedForm(form, 400, [], text));
  return ok(parsed.data);
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
