import { Button } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { SecretLine } from "#app/ui/secret-line.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import type { Stage } from "./stages.ts";

const REFUSED = "That did not work";

/** The second half of a sign-in: a code, or a second person. */
export function StillAsked({ stage }: { stage: Stage }) {
  return stage.next === "code" ? (
    <CodeCard flow={stage.flow} />
  ) : (
    <SecondPerson flow={stage.flow} match={stage.match} />
  );
}

function CodeCard({ flow }: { flow: string }) {
  return (
    <div className="card">
      <h1>Your code</h1>
      <PlainForm id="code" fixed={{ flow }} refusedTitle={REFUSED}>
        <TextLine
          name="code"
          label="Code from your app"
          hint="Six digits. No phone at hand? Type one of your recovery codes."
          autoComplete="one-time-code"
          required
        />
        <div className="actions actions--grow">
          <Button kind="primary">Go on</Button>
        </div>
      </PlainForm>
    </div>
  );
}

/** The two compare the digits, so that nobody confirms a stranger's sign-in. */
function SecondPerson({ flow, match }: { flow: string; match: string }) {
  const fixed = { flow, match };
  return (
    <>
      <div className="card">
        <h1>A second person</h1>
        <p>
          This is a break-glass account. It opens when someone else confirms, and every use of it is recorded.
        </p>
        <PlainForm id="second-person" fixed={fixed} refusedTitle={REFUSED}>
          <TextLine
            name="email"
            type="email"
            label="Their work email"
            hint="Of a colleague beside you, who types this themselves."
            required
          />
          <SecretLine name="password" label="Their password" autoComplete="off" />
          <TextLine name="code" label="Their code" hint="From their app, when they use one." optional short />
          <div className="actions actions--grow">
            <Button kind="primary">Confirm and open the account</Button>
          </div>
        </PlainForm>
      </div>
      <section className="card" aria-labelledby="afar">
        <h2 id="afar">Or someone elsewhere</h2>
        <p>
          Call a colleague who is signed in. They open Settings, Break-glass, find the number{" "}
          <b className="num">{match}</b> and confirm.
        </p>
        <PlainForm id="look-again" fixed={fixed} refusedTitle="Not yet">
          <div className="actions">
            <Button>They have confirmed: go on</Button>
          </div>
        </PlainForm>
      </section>
    </>
  );
}
