import { useEffect, useRef, useState } from "react";
import { Icon } from "#app/ui/icon.tsx";
import { useText } from "#app/ui/text.tsx";
import { PlainForm } from "../act/plain-form.tsx";

interface PasskeyFormProps {
  readonly id: string;
  /** Sealed by the server; goes back with the browser's answer. */
  readonly note: string;
  /** Asks the browser, and answers what it said as JSON. Undefined: the form goes as it is. */
  readonly ask: (form: FormData) => Promise<string> | undefined;
  /** What the browser may answer by itself, while the page is open: undefined when it does not. */
  readonly await?:
    | (() => { readonly answer: Promise<string | undefined>; readonly stop: () => void })
    | undefined;
  readonly refusedTitle?: string;
  readonly children: React.ReactNode;
}

/** A form that asks the browser for a passkey before it is sent. Needs JavaScript, and says so where there is none. */
export function PasskeyForm({ id, note, ask, await: wait, refusedTitle, children }: PasskeyFormProps) {
  const text = useText();
  const field = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState(false);

  useEffect(() => {
    if (wait === undefined) return;
    const { answer, stop } = wait();
    let wanted = true;
    answer.then((given) => {
      if (wanted && given !== undefined) send(field.current, given);
    });
    return () => {
      wanted = false;
      stop();
    };
  }, [wait]);

  async function askFirst(event: React.FormEvent<HTMLFormElement>) {
    const input = field.current;
    if (input === null || input.value !== "") return;
    const answer = ask(new FormData(event.currentTarget, submitterOf(event)));
    if (answer === undefined) return;
    event.preventDefault();
    setRefused(false);
    try {
      send(input, await answer);
    } catch (cause) {
      if (!(cause instanceof Error)) throw cause;
      setRefused(true);
    }
  }

  return (
    // A new note belongs to a new, empty answer.
    <PlainForm
      key={note}
      id={id}
      fixed={{ note }}
      onSubmit={askFirst}
      {...(refusedTitle === undefined ? {} : { refusedTitle })}
    >
      <input type="hidden" name="response" ref={field} />
      {children}
      <noscript>
        <p className="sm muted">{text("sign-in.passkey-needs-script")}</p>
      </noscript>
      {refused && (
        <p className="field__error" role="alert">
          <Icon name="over" />
          <span>{text("sign-in.no-passkey-used")}</span>
        </p>
      )}
    </PlainForm>
  );
}

function submitterOf({ nativeEvent }: React.FormEvent<HTMLFormElement>): HTMLElement | null {
  return nativeEvent instanceof SubmitEvent ? nativeEvent.submitter : null;
}

function send(field: HTMLInputElement | null, answer: string): void {
  if (field === null) return;
  field.value = answer;
  field.form?.requestSubmit();
}
