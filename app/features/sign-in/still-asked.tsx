import { Button } from "#app/ui/button.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { SecretLine } from "#app/ui/secret-line.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import type { Stage } from "./stages.ts";

/** The second half of a sign-in: a code, or a second person. */
export function StillAsked({ stage }: { stage: Stage }) {
  return stage.next === "code" ? (
    <CodeCard flow={stage.flow} />
  ) : (
    <SecondPerson flow={stage.flow} match={stage.match} />
  );
}

function CodeCard({ flow }: { flow: string }) {
  const text = useText();
  return (
    <div className="card">
      <h1>{text("sign-in.your-code")}</h1>
      <PlainForm id="code" fixed={{ flow }} refusedTitle={text("sign-in.did-not-work")}>
        <TextLine
          name="code"
          label={text("sign-in.app-code")}
          hint={text("sign-in.app-code-hint")}
          autoComplete="one-time-code"
          required
        />
        <div className="actions actions--grow">
          <Button kind="primary">{text("sign-in.go-on")}</Button>
        </div>
      </PlainForm>
    </div>
  );
}

/** The two compare the digits, so that nobody confirms a stranger's sign-in. */
function SecondPerson({ flow, match }: { flow: string; match: string }) {
  const text = useText();
  const rich = useRichText();
  const fixed = { flow, match };
  return (
    <>
      <div className="card">
        <h1>{text("sign-in.second-person")}</h1>
        <p>{text("sign-in.second-person-why")}</p>
        <PlainForm id="second-person" fixed={fixed} refusedTitle={text("sign-in.did-not-work")}>
          <TextLine
            name="email"
            type="email"
            label={text("sign-in.their-email")}
            hint={text("sign-in.their-email-hint")}
            required
          />
          <SecretLine name="password" label={text("sign-in.their-password")} autoComplete="off" />
          <TextLine
            name="code"
            label={text("sign-in.their-code")}
            hint={text("sign-in.their-code-hint")}
            optional
            short
          />
          <div className="actions actions--grow">
            <Button kind="primary">{text("sign-in.confirm-and-open")}</Button>
          </div>
        </PlainForm>
      </div>
      <section className="card" aria-labelledby="afar">
        <h2 id="afar">{text("sign-in.someone-elsewhere")}</h2>
        <p>
          {rich(
            "sign-in.someone-elsewhere-how",
            { match },
            { b: (digits) => <b className="num">{digits}</b> },
          )}
        </p>
        <PlainForm id="look-again" fixed={fixed} refusedTitle={text("sign-in.not-yet")}>
          <div className="actions">
            <Button>{text("sign-in.they-confirmed")}</Button>
          </div>
        </PlainForm>
      </section>
    </>
  );
}
