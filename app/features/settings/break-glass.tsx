import { redirect } from "react-router";
import { confirmFromAfar, seeBreakGlassUse, waitingSignIns } from "#app/server/auth/break-glass.ts";
import { accessSentence, accessStatus } from "#app/server/auth/refusal-words.ts";
import { appContext } from "#app/server/context.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { sentenceOf, statusOf } from "#app/server/refusals.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button } from "#app/ui/button.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import { asideUntilProved } from "../act/put-aside.server.ts";
import { openedUnseenBy } from "../frame/break-glass-view.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/break-glass";
import { quiet } from "./quiet.tsx";
import { SettingsPage } from "./settings-page.tsx";

export async function loader({ context }: Route.LoaderArgs) {
  const { door, house } = context.get(appContext);
  const signedIn = context.get(signedInContext);
  const waiting = await waitingSignIns(door, signedIn);
  return {
    waiting: waiting.map(({ account, ...rest }) => ({ ...rest, account: account.name })),
    unseen: await openedUnseenBy(house, signedIn.person),
    administrator: signedIn.person.role === "administrator",
  };
}

/** Confirming a colleague's sign-in asks for a fresh proof; saying that one has seen something does not. */
export async function action({ request, context, url }: Route.ActionArgs) {
  const { door, house } = context.get(appContext);
  const signedIn = context.get(signedInContext);
  const text = textIn(context);
  const form = await readForm(request);
  const id = textOf(form, "id");
  if (textOf(form, "kind") === "seen") {
    const seen = await seeBreakGlassUse(house, signedIn, id);
    if (seen.ok) return redirect("/settings/break-glass", 303);
    return refusedPlainForm(form, statusOf(seen.error), [{ message: sentenceOf(seen.error, text) }]);
  }
  const toProof = await asideUntilProved(door, signedIn, form, url);
  if (toProof !== undefined) return toProof;
  const confirmed = await confirmFromAfar(door, signedIn, id);
  if (confirmed.ok) return redirect("/settings/break-glass", 303);
  const problem = { message: accessSentence(confirmed.error, text) };
  return refusedPlainForm(form, accessStatus(confirmed.error), [problem]);
}

export default function BreakGlass({ loaderData }: Route.ComponentProps) {
  const { waiting, unseen, administrator } = loaderData;
  const text = useText();
  const rich = useRichText();
  return (
    <SettingsPage
      title={text("account.break-glass")}
      heading={text("account.waiting")}
      below={
        administrator && (
          <Panel id="opened" title={text("account.opened")}>
            {unseen.length === 0 ? (
              <p className="empty">{text("account.opened-none")}</p>
            ) : (
              <ul className="rows">
                {unseen.map(({ id, account, second, at }) => (
                  <li key={id}>
                    <div className="rows__t">
                      <b>{account}</b>
                      <small>{rich("account.opened-when", { when: <Moment at={at} />, second })}</small>
                    </div>
                    <PlainForm
                      id={`seen-${id}`}
                      fixed={{ kind: "seen", id }}
                      refusedTitle={text("account.not-recorded")}
                    >
                      <Button small>{rich("account.seen", { account }, { quiet })}</Button>
                    </PlainForm>
                  </li>
                ))}
              </ul>
            )}
          </Panel>
        )
      }
    >
      {waiting.length === 0 ? (
        <p className="empty">{text("account.waiting-none")}</p>
      ) : (
        <ul className="rows">
          {waiting.map(({ id, account, match, device, address }) => (
            <li key={id}>
              <div className="rows__t">
                <b>
                  {rich(
                    "account.waiting-who",
                    { account, match },
                    { b: (digits) => <span className="num">{digits}</span> },
                  )}
                </b>
                <small>
                  {rich("account.waiting-where", {
                    device,
                    address: <span className="num">{address}</span>,
                  })}
                </small>
              </div>
              <PlainForm
                id={`confirm-${id.slice(0, 12)}`}
                fixed={{ kind: "confirm", id }}
                refusedTitle={text("account.not-confirmed")}
              >
                <Button small>{rich("account.confirm", { account }, { quiet })}</Button>
              </PlainForm>
            </li>
          ))}
        </ul>
      )}
    </SettingsPage>
  );
}
