import { data, redirect } from "react-router";
import { startable } from "#app/core/incident/now.ts";
import { acceptedFields, acceptInvitation, invitationWith } from "#app/server/auth/invitations.ts";
import { appContext } from "#app/server/context.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { organisationName } from "#app/server/queries/organisation.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { Button } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { Gate } from "#app/ui/gate.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { SecretLine } from "#app/ui/secret-line.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import { problemsIn } from "../act/problems.server.ts";
import { knockOf } from "../sign-in/sign-in-action.server.ts";
import type { Route } from "./+types/invitation";

interface InvitationView {
  readonly organisation: string | undefined;
  readonly secret: string;
  readonly invitation:
    | {
        readonly by: string;
        readonly email: string;
        readonly accessUntil: string | null;
        readonly guest: boolean;
      }
    | undefined;
}

/** Looking at it uses nothing up: mail programs follow links before people do. */
export async function loader({ context, url }: Route.LoaderArgs) {
  const { door, house } = context.get(appContext);
  const secret = url.searchParams.get("secret") ?? "";
  const found = await invitationWith(door, secret);
  const organisation = await organisationName(house);
  if (found === undefined) {
    return data<InvitationView>({ organisation, secret, invitation: undefined }, { status: 404 });
  }
  const { by, email, accessUntil, incident } = found;
  const invitation = { by, email, accessUntil, guest: incident !== null };
  return data<InvitationView>({ organisation, secret, invitation });
}

export async function action({ request, context }: Route.ActionArgs) {
  const { house } = context.get(appContext);
  const text = textIn(context);
  const form = await readForm(request);
  const given = { name: textOf(form, "name"), password: textOf(form, "password") };
  const wanted = acceptedFields.safeParse(given, { reportInput: true });
  if (!wanted.success) return refusedPlainForm(form, 400, problemsIn(wanted.error, text));
  const done = await acceptInvitation(knockOf({ request, context }), textOf(form, "secret"), wanted.data);
  if (!done.ok) {
    const key = done.error.code === "email-taken" ? "people.email-taken" : "people.invitation-over";
    return refusedPlainForm(form, 422, [{ message: text(key) }]);
  }
  const { cookie, ref, signedIn } = done.value;
  const headers = { "Set-Cookie": cookie };
  if (ref === undefined) return redirect("/incidents", { status: 303, headers });
  const incident = await house.incident(ref);
  const first = incident === undefined ? undefined : startable(incident, signedIn.person.id)[0];
  const to = first?.because === "my-role" ? `/i/${ref}/steps/${first.step.id}` : `/i/${ref}`;
  return redirect(to, { status: 303, headers });
}

/** Someone new names themselves, and is in. */
export default function InvitationPage({ loaderData }: Route.ComponentProps) {
  const { organisation, secret, invitation } = loaderData;
  const text = useText();
  const rich = useRichText();
  return (
    <Gate brand="Sangfroid" note={organisation}>
      <title>{text("people.invitation-title")}</title>
      {invitation === undefined ? (
        <div className="card">
          <h1>{text("people.invitation-gone")}</h1>
          <p>{text("people.invitation-over")}</p>
        </div>
      ) : (
        <div className="card">
          <h1>{text("people.welcome")}</h1>
          <p>
            {text(invitation.guest ? "people.invited-you-guest" : "people.invited-you", {
              name: invitation.by,
              email: invitation.email,
            })}
          </p>
          {invitation.accessUntil !== null && (
            <p className="field__hint">
              {rich("people.your-access-until", {
                until: <Moment at={invitation.accessUntil} show="date" />,
              })}
            </p>
          )}
          <PlainForm id="accept" fixed={{ secret }} refusedTitle={text("people.not-accepted")}>
            <input type="hidden" name="email" value={invitation.email} autoComplete="username" />
            <TextLine
              name="name"
              label={text("people.your-name")}
              hint={text("people.your-name-hint")}
              autoComplete="name"
              required
            />
            <SecretLine
              name="password"
              label={text("people.new-password")}
              hint={text("people.new-password-hint")}
              autoComplete="new-password"
            />
            <div className="actions actions--grow">
              <Button kind="primary">{text("people.come-in")}</Button>
            </div>
          </PlainForm>
        </div>
      )}
    </Gate>
  );
}
