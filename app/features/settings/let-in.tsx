import { redirect } from "react-router";
import type { AnyText } from "#app/content/messages/keys.ts";
import { mayDeclare } from "#app/core/incident/permission.ts";
import { words } from "#app/core/incident/text.ts";
import { isIncidentRef, isUserId } from "#app/core/shared/ids.ts";
import { askToBeLetIn, type LetInRefusal, waitingLetIns } from "#app/server/auth/let-in.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { execute } from "#app/server/execute.server.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { sentenceOf, statusOf } from "#app/server/refusals.ts";
import { hasAccess } from "#app/server/store/rows.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button } from "#app/ui/button.tsx";
import { TextBox, TextLine } from "#app/ui/field.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { SelectField } from "#app/ui/select-field.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import { asideUntilProved } from "../act/put-aside.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/let-in";
import { SettingsTabs } from "./settings-tabs.tsx";

export async function loader({ context, url }: Route.LoaderArgs) {
  const { door, house } = context.get(appContext);
  const { person: me } = context.get(signedInContext);
  const people = await house.store.snapshot((reads) => reads.people());
  const administrator = me.role === "administrator";
  return {
    waiting: await waitingLetIns(door, me.id),
    administrator,
    seconds: administrator
      ? people
          .filter((one) => one.id !== me.id && hasAccess(one, door.now()) && mayDeclare(one.role))
          .map(({ id, name, email }) => ({ value: id, label: `${name}, ${email}` }))
      : [],
    asked: url.searchParams.get("done") === "asked",
    letIn: url.searchParams.get("done") === "in",
  };
}

/** The same answer whether there is such an incident or not. */
export async function action({ request, context, url }: Route.ActionArgs) {
  const { door, house } = context.get(appContext);
  const signedIn = context.get(signedInContext);
  const text = textIn(context);
  const form = await readForm(request);
  const isAnswer = textOf(form, "kind") === "let-in";
  const ref = refFrom(textOf(form, "incident"));
  const because = words.safeParse(textOf(form, "because"));
  const second = textOf(form, "second");
  if (!isAnswer) {
    const problems = [
      ...(ref === undefined ? [{ field: "incident", message: text("people.no-ref") }] : []),
      ...(isUserId(second) ? [] : [{ field: "second", message: text("act.choose-one") }]),
      ...(because.success ? [] : [{ field: "because", message: text("act.needed") }]),
    ];
    if (problems.length > 0) return refusedPlainForm(form, 400, problems);
  }
  const toProof = await asideUntilProved(door, signedIn, form, url);
  if (toProof !== undefined) return toProof;
  if (ref === undefined) return refused(form, { code: "not-found" }, text);
  if (isAnswer) {
    const seq = Number(textOf(form, "seq"));
    const command = { kind: "let-in", seq: Number.isSafeInteger(seq) ? seq : -1 } as const;
    const done = await execute(house, actorOf(signedIn, door.now()), ref, command);
    return done.ok ? redirect("/settings/let-in?done=in", 303) : refused(form, done.error, text);
  }
  if (!because.success || !isUserId(second)) return refusedPlainForm(form, 400, []);
  const asked = await askToBeLetIn(door, signedIn, ref, { second, because: because.data });
  return asked.ok ? redirect("/settings/let-in?done=asked", 303) : refused(form, asked.error, text);
}

/** The reference alone, or the address of a page of the incident. */
function refFrom(given: string) {
  const found = given.trim().match(/[0-9A-HJKMNP-TV-Z]{26}/)?.[0] ?? "";
  return isIncidentRef(found) ? found : undefined;
}

function refused(form: FormData, refusal: LetInRefusal, text: AnyText) {
  if (refusal.code === "may-not-second")
    return refusedPlainForm(form, 422, [{ field: "second", message: text("people.may-not-second") }]);
  return refusedPlainForm(form, statusOf(refusal), [{ message: sentenceOf(refusal, text) }]);
}

export default function LetIn({ loaderData }: Route.ComponentProps) {
  const { waiting, administrator, seconds, asked, letIn } = loaderData;
  const text = useText();
  return (
    <>
      <PageTitle name={text("people.let-in-title")} />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>{text("settings.title")}</h1>
        </div>
      </div>
      {(asked || letIn) && (
        <p className="said" role="status">
          {text(asked ? "people.said-asked" : "people.said-let-in")}
        </p>
      )}
      <section className="panel" aria-labelledby="waits-h">
        <SettingsTabs />
        <div className="panel__head">
          <h2 id="waits-h">{text("people.waits-for-you")}</h2>
        </div>
        {waiting.length === 0 ? (
          <p className="empty">{text("people.none-waits")}</p>
        ) : (
          <ul className="rows">
            {waiting.map((one) => (
              <Waiting key={`${one.ref}-${one.seq}`} one={one} />
            ))}
          </ul>
        )}
      </section>
      {administrator && <AskForm seconds={seconds} />}
    </>
  );
}

function Waiting({ one }: { one: Route.ComponentProps["loaderData"]["waiting"][number] }) {
  const text = useText();
  const rich = useRichText();
  const { ref, seq, by, at, because } = one;
  return (
    <li>
      <div className="rows__t">
        <b>{text("people.asks-to-be-let-in", { name: by.name })}</b>
        <small>{rich("people.asks-because", { because, when: <Moment at={at} /> })}</small>
        <small>{text("people.your-name-stays")}</small>
      </div>
      <PlainForm
        id={`let-in-${seq}-${ref.slice(-6)}`}
        fixed={{ kind: "let-in", incident: ref, seq: `${seq}` }}
        refusedTitle={text("people.not-done")}
      >
        <Button>{text("people.let-in-now", { name: by.name })}</Button>
      </PlainForm>
    </li>
  );
}

function AskForm({ seconds }: { seconds: Route.ComponentProps["loaderData"]["seconds"] }) {
  const text = useText();
  return (
    <Panel title={text("people.ask-title")}>
      <div className="panel__body stack">
        <p>{text("people.ask-what")}</p>
        <PlainForm id="ask" fixed={{ kind: "ask" }} refusedTitle={text("people.not-done")}>
          <TextLine
            name="incident"
            label={text("people.address")}
            hint={text("people.address-hint")}
            required
          />
          <SelectField
            name="second"
            label={text("people.second")}
            hint={text("people.second-hint")}
            none={text("people.choose-person")}
            options={seconds}
          />
          <TextBox name="because" label={text("people.why-let-in")} grows required />
          <div className="actions">
            <Button>{text("people.ask-now")}</Button>
          </div>
        </PlainForm>
      </div>
    </Panel>
  );
}
