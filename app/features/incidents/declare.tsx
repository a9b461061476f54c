import { randomBytes } from "node:crypto";
import { data, Link, redirect } from "react-router";
import { declareIncident as declareSchema } from "#app/core/incident/command.ts";
import { mayDeclare } from "#app/core/incident/permission.ts";
import { idFrom, isIncidentRef } from "#app/core/shared/ids.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { declareIncident } from "#app/server/execute.server.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { instantOf } from "#app/server/log/clock.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button } from "#app/ui/button.tsx";
import { Choices, Tick } from "#app/ui/choices.tsx";
import { TextBox } from "#app/ui/field.tsx";
import { LocalMoment } from "#app/ui/local-moment.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { MomentField } from "#app/ui/moment-field.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import { commandFrom } from "../act/form-command.server.ts";
import { problemsIn } from "../act/problems.server.ts";
import { refusedBy, refusedForm } from "../act/refusal-answer.server.ts";
import { forgetDraft } from "../drafts/draft.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/declare";
import { SeverityMark } from "./severity.tsx";

export function loader({ context, url }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  if (!mayDeclare(actorOf(context.get(signedInContext)).installationRole)) throw data(null, { status: 403 });
  return {
    now: instantOf(house.clock()),
    title: url.searchParams.get("title") ?? undefined,
    note: url.searchParams.get("url") ?? undefined,
    drill: url.searchParams.has("drill"),
  };
}

export async function action({ request, context, url }: Route.ActionArgs) {
  const { house, door } = context.get(appContext);
  const signedIn = context.get(signedInContext);
  const actor = actorOf(signedIn);
  if (!mayDeclare(actor.installationRole)) throw data(null, { status: 403 });
  const text = textIn(context);
  const form = await readForm(request);
  const forget = () => forgetDraft(door, signedIn.person, url.pathname, textOf(form, "form"));
  if (form.has("discard")) {
    await forget();
    return redirect(url.pathname, 303);
  }
  const parsed = declareSchema.safeParse(declaration(form), { reportInput: true });
  if (!parsed.success) return refusedForm(form, 400, problemsIn(parsed.error, text).map(onForm), text);
  const ref = idFrom(randomBytes(17));
  if (!isIncidentRef(ref)) throw new Error("an Id is an incident's ref");
  const key = textOf(form, "request");
  const declared = await declareIncident(house, actor, ref, parsed.data, {
    drill: form.has("drill"),
    ...(key === "" ? {} : { idempotencyKey: key }),
  });
  if (!declared.ok) return refusedBy(form, declared.error, text);
  await forget();
  return redirect(`/i/${declared.value.ref}`, 303);
}

/** "Just now" is the moment the form was made: that is what the person read when they chose it. */
function declaration(form: FormData): Record<string, unknown> {
  const { aware, madeAt, earlier, severity, drill: _, ...rest } = commandFrom(form);
  const known = aware === "now" ? madeAt : aware === "earlier" ? (earlier ?? "") : undefined;
  return {
    ...rest,
    ...(known === undefined ? {} : { becameAwareAt: known }),
    ...(severity === undefined || severity === "not-sure" ? {} : { severity }),
  };
}

function onForm<P extends { readonly field?: string | undefined }>(problem: P): P {
  return problem.field === "becameAwareAt" ? { ...problem, field: "earlier" } : problem;
}

export default function Declare({ loaderData }: Route.ComponentProps) {
  const { now, title, note, drill } = loaderData;
  const text = useText();
  const rich = useRichText();
  return (
    <>
      <PageTitle name={text("incidents.declare-title")} />
      <p className="crumb">
        <Link to="/incidents">{text("incidents.title")}</Link> / {text("incidents.declare-title")}
      </p>
      <h1>{text("incidents.declare")}</h1>
      <ActForm id="declare" kind="declare-incident" fixed={{ madeAt: now }} className="form form--narrow">
        <TextBox
          name="title"
          label={text("incidents.what-happened")}
          hint={text("incidents.what-happened-hint")}
          value={title}
          grows
          first
          required
        />
        <Choices
          name="aware"
          legend={text("incidents.when-known")}
          chosen="now"
          choices={[
            {
              value: "now",
              label: rich("incidents.just-now", {
                when: (
                  <>
                    <Moment at={now} />
                    <LocalMoment at={now} />
                  </>
                ),
              }),
            },
            { value: "earlier", label: text("incidents.earlier"), note: text("incidents.earlier-note") },
          ]}
        >
          <div className="follows">
            <MomentField name="earlier" label={text("incidents.since-when")} optional />
          </div>
        </Choices>
        <Choices
          name="severity"
          legend={text("incidents.how-bad")}
          chosen="not-sure"
          row
          choices={[
            { value: "not-sure", label: text("incidents.not-sure") },
            { value: "SEV4", label: <SeverityMark severity="SEV4" /> },
            { value: "SEV3", label: <SeverityMark severity="SEV3" /> },
            { value: "SEV2", label: <SeverityMark severity="SEV2" /> },
            { value: "SEV1", label: <SeverityMark severity="SEV1" /> },
          ]}
        />
        <TextBox
          name="note"
          label={text("incidents.paste-link")}
          hint={text("incidents.paste-link-hint")}
          value={note}
          optional
          mono
        />
        <Tick
          name="drill"
          label={text("incidents.is-drill")}
          note={text("incidents.is-drill-note")}
          ticked={drill}
        />
        <div className="acts">
          <div className="actions actions--stick">
            <Button kind="primary">{text("incidents.declare-now")}</Button>
          </div>
          <div className="actions">
            <Link className="linkish" to="/incidents">
              {text("incidents.back")}
            </Link>
          </div>
        </div>
      </ActForm>
    </>
  );
}
