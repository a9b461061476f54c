import { type ActionFunctionArgs, data, redirect } from "react-router";
import { type Command, commandSchema } from "#app/core/incident/command.ts";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { execute, type Recorded } from "#app/server/execute.server.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { type AnyRefusal, sentenceOf, statusOf } from "#app/server/refusals.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import { commandFrom } from "./form-command.server.ts";
import { problemsIn } from "./problems.server.ts";
import type { Refused } from "./refused.ts";

/** The action of every page of an incident: one form, one command, and back to a page that says so. */
export async function actInIncident({ request, params, context, url }: ActionFunctionArgs) {
  const form = await readForm(request);
  const parsed = commandSchema.safeParse(commandFrom(form), { reportInput: true });
  if (!parsed.success) return refusedForm(form, 400, { problems: problemsIn(parsed.error) });
  if (parsed.data.kind === "declare-incident") return refusedForm(form, 400, { problems: [] });
  const app = context.get(appContext);
  const actor = actorOf(context.get(signedInContext));
  const ref = refIn(params);
  const key = textOf(form, "key");
  const seen = Number.parseInt(textOf(form, "seen"), 10);
  const outcome = await execute(app.house, actor, ref, parsed.data, {
    ...(key === "" ? {} : { idempotencyKey: key }),
    ...(Number.isSafeInteger(seen) ? { seen } : {}),
  });
  if (!outcome.ok) return refusedBy(form, parsed.data, outcome.error);
  return redirect(recordedAt(nextPage(form, ref, url.pathname), outcome.value));
}

export function refIn(params: { readonly ref?: string | undefined }) {
  if (params.ref === undefined || !isIncidentRef(params.ref)) throw data(null, { status: 404 });
  return params.ref;
}

/** Back to where the person was, or on to where the form leads: never out of the incident. */
function nextPage(form: FormData, ref: string, here: string): string {
  const next = textOf(form, "next");
  return next.startsWith(`/i/${ref}`) && /^[\w/.?=&#-]*$/.test(next) ? next : here;
}

/** The page says what was recorded, by its number: `?recorded=412`. */
export function recordedAt(page: string, { entries }: Pick<Recorded, "entries">): string {
  const last = entries.at(-1);
  if (last === undefined) return page;
  const [path = "", anchor] = page.split("#");
  const joint = path.includes("?") ? "&" : "?";
  return `${path}${joint}recorded=${last.seq}${anchor === undefined ? "" : `#${anchor}`}`;
}

export function refusedBy(form: FormData, command: Pick<Command, "kind">, refusal: AnyRefusal) {
  const status = statusOf(refusal);
  const field = fieldOf(refusal);
  const conflict =
    refusal.code === "changed-since"
      ? {
          what: refusal.what,
          seq: refusal.seq,
          theirs: inText(refusal.theirs),
          yours: inText(refusal.yours),
        }
      : undefined;
  return refusedForm(form, status, {
    problems: [{ field, message: sentenceOf(refusal) }],
    ...(conflict === undefined ? {} : { conflict }),
    kind: command.kind,
  });
}

function inText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The control a refusal speaks of, where there is one. */
function fieldOf(refusal: AnyRefusal): string | undefined {
  switch (refusal.code) {
    case "time-in-future":
    case "too-long":
      return refusal.field;
    case "unknown-option":
      return "option";
    default:
      return undefined;
  }
}

export function refusedForm(
  form: FormData,
  status: number,
  about: Pick<Refused, "problems" | "conflict"> & { readonly kind?: string },
) {
  const values: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === "string" && name !== "password") values[name] = value;
  }
  const refused: Refused = {
    form: textOf(form, "form"),
    problems:
      about.problems.length > 0
        ? about.problems
        : [{ message: "This form cannot be used here. Reload the page." }],
    values,
    ...(about.conflict === undefined ? {} : { conflict: about.conflict }),
  };
  return data(refused, { status });
}
