import { Link } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { Choices, Tick } from "#app/ui/choices.tsx";
import { TextBox } from "#app/ui/field.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import type { Invited } from "../people/invited.ts";
import { LinkOnce } from "../people/link-once.tsx";
import { GIVEN_ROLES, INSTALLATION_ROLE_NOTES, INSTALLATION_ROLE_WORDS } from "./installation-roles.ts";

interface Consequence {
  readonly ref: string;
  readonly codename: string;
  readonly leads: boolean;
  readonly steps: readonly string[];
}

interface Account {
  readonly name: string;
  readonly role: keyof typeof INSTALLATION_ROLE_WORDS;
  readonly active: boolean;
  readonly isMe: boolean;
  readonly breakGlass: boolean;
  readonly secondStep: boolean;
  readonly consequences: readonly Consequence[];
}

/** What an administrator can do for, and to, one account. */
export function PersonForms({ person, link }: { person: Account; link: Invited | undefined }) {
  const text = useText();
  return (
    <>
      {person.active && person.role !== "guest" && <RoleForm role={person.role} />}
      {person.active && (
        <Panel title={text("people.signing-in")}>
          <div className="panel__body stack">
            {link !== undefined && (
              <LinkOnce
                id="sign-in-link"
                title={text("people.link-made", { name: person.name })}
                link={link.invited.link}
                until={link.invited.expiresAt}
              />
            )}
            <LinkForm secondStep={person.secondStep} />
            <PlainForm id="sign-out" fixed={{ kind: "sign-out" }} refusedTitle={text("people.not-done")}>
              <p>{text("people.sign-out-what")}</p>
              <div className="actions">
                <Button>{text("people.sign-out-everywhere")}</Button>
              </div>
            </PlainForm>
            <BreakGlassForm set={person.breakGlass} />
          </div>
        </Panel>
      )}
      {person.active ? <DeactivateForm person={person} /> : <ReactivateForm />}
      <p>
        <Link to="/settings/people">{text("people.back-to-people")}</Link>
      </p>
    </>
  );
}

function RoleForm({ role }: { role: Account["role"] }) {
  const text = useText();
  return (
    <Panel title={text("people.role-here")}>
      <div className="panel__body">
        <PlainForm id="role" fixed={{ kind: "role" }} refusedTitle={text("people.not-done")}>
          <Choices
            name="role"
            legend={text("people.role")}
            chosen={role}
            choices={GIVEN_ROLES.map((one) => ({
              value: one,
              label: text(INSTALLATION_ROLE_WORDS[one]),
              note: text(INSTALLATION_ROLE_NOTES[one]),
            }))}
          />
          <div className="actions">
            <Button>{text("people.change-role")}</Button>
          </div>
        </PlainForm>
      </div>
    </Panel>
  );
}

function LinkForm({ secondStep }: { secondStep: boolean }) {
  const text = useText();
  return (
    <PlainForm id="link" fixed={{ kind: "link" }} refusedTitle={text("people.not-done")}>
      <p>{text("people.link-what")}</p>
      {secondStep && (
        <Tick name="forget" label={text("people.forget-second")} note={text("people.forget-second-note")} />
      )}
      <div className="actions">
        <Button>{text("people.make-sign-in-link")}</Button>
      </div>
    </PlainForm>
  );
}

function BreakGlassForm({ set }: { set: boolean }) {
  const text = useText();
  return (
    <PlainForm
      id="break-glass"
      fixed={{ kind: "break-glass", needs: set ? "one" : "two" }}
      refusedTitle={text("people.not-done")}
    >
      <p>{text(set ? "people.is-break-glass" : "people.break-glass-what")}</p>
      <div className="actions">
        <Button>{text(set ? "people.clear-break-glass" : "people.set-break-glass")}</Button>
      </div>
    </PlainForm>
  );
}

/** Consequences first: what stands open in their name, as far as whoever looks may see it. */
function DeactivateForm({ person }: { person: Account }) {
  const text = useText();
  return (
    <Panel title={text("people.deactivate")}>
      <div className="panel__body stack">
        <p>{text("people.deactivate-what", { name: person.name })}</p>
        {person.consequences.length > 0 && (
          <div className="inset inset--warn">
            <p>{text("people.open-in-their-name")}</p>
            <ul className="plain">
              {person.consequences.map((one) => (
                <li key={one.ref}>
                  <ConsequenceLine one={one} />
                </li>
              ))}
            </ul>
          </div>
        )}
        <p className="field__hint">{text("people.unseen-consequences")}</p>
        <PlainForm id="deactivate" fixed={{ kind: "deactivate" }} refusedTitle={text("people.not-done")}>
          <TextBox name="because" label={text("people.why-deactivate")} grows required />
          <div className="actions">
            <Button kind="danger">{text("people.deactivate-now", { name: person.name })}</Button>
          </div>
        </PlainForm>
      </div>
    </Panel>
  );
}

function ConsequenceLine({ one }: { one: Consequence }) {
  const rich = useRichText();
  return (
    <>
      {rich(
        "people.consequence",
        { codename: one.codename, leads: one.leads ? "yes" : "no", steps: one.steps.length },
        { look: (words) => <Link to={`/i/${one.ref}/people`}>{words}</Link> },
      )}
      {one.steps.length > 0 && <small> {one.steps.join(" · ")}</small>}
    </>
  );
}

function ReactivateForm() {
  const text = useText();
  return (
    <Panel title={text("people.is-deactivated")}>
      <div className="panel__body">
        <PlainForm id="reactivate" fixed={{ kind: "reactivate" }} refusedTitle={text("people.not-done")}>
          <p>{text("people.reactivate-what")}</p>
          <div className="actions">
            <Button>{text("people.reactivate")}</Button>
          </div>
        </PlainForm>
      </div>
    </Panel>
  );
}
