import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Form, useActionData, useLocation, useNavigation } from "react-router";
import { useIsDown } from "#app/ui/connection.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { FormStateProvider, fieldId } from "#app/ui/form-state.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { useText } from "#app/ui/text.tsx";
import { TypedBefore } from "../drafts/typed-before.tsx";
import { useKeptDraft } from "../drafts/use-kept-draft.ts";
import { canWait } from "../offline/can-wait.ts";
import { type QueuedAct, useQueuedActs } from "../offline/queue-state.ts";
import { useActKey } from "./act-key.tsx";
import { Proved, useAside } from "./aside.tsx";
import { ConflictChoices as ConflictAtOnce } from "./conflict.tsx";
import { isRefused, type Refused } from "./refused.ts";

/** Rare: the browser loads it when it is needed. What the server had to wait for would need JavaScript to be seen. */
const ConflictChoices = import.meta.env.SSR
  ? ConflictAtOnce
  : lazy(async () => ({ default: (await import("./conflict.tsx")).ConflictChoices }));

interface ActFormProps {
  /** Unique on the page. */
  readonly id: string;
  /** The command it gives. */
  readonly kind: string;
  /** Fields that are fixed: which step, which entry. */
  readonly fixed?: Readonly<Record<string, string | number>>;
  /** Where to go when it is recorded; the page itself without it. */
  readonly next?: string;
  /** Posts somewhere else than to the page it stands on. */
  readonly action?: string;
  readonly className?: string;
  readonly upload?: boolean;
  readonly children: React.ReactNode;
}

/**
 * A form that gives one command. It carries the key that makes a double press one act, and the size of the
 * log its page was made from; refused, it stands there again with its text.
 */
export function ActForm(props: ActFormProps) {
  const { pathname } = useLocation();
  const page = props.action ?? pathname;
  // The same form on another page is another form: no text goes along.
  return <FormOfAct key={page} page={page} {...props} />;
}

function FormOfAct({
  page,
  id,
  kind,
  fixed = {},
  next,
  action,
  className = "form",
  upload,
  children,
}: ActFormProps & { readonly page: string }) {
  const { key, seen, onDevice } = useActKey();
  const draft = useKeptDraft(page, id);
  const answer: unknown = useActionData();
  const refused = isRefused(answer) && answer.form === id ? answer : undefined;
  const recordings = useRecordings(id, answer, refused !== undefined, draft.forget);
  const waits = useQueuedActs().some((act) => isSame(act, kind, fixed));
  const absent = useIsDown() && !(canWait(kind) && onDevice && !upload);
  const text = useText();
  const aside = useAside(id);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // What was refused is a draft again.
    if (refused !== undefined) form.current?.dispatchEvent(new Event("input", { bubbles: true }));
  }, [refused]);
  const hidden = {
    ...fixed,
    ...(draft.me === "" ? {} : { by: draft.me }),
    kind,
    form: id,
    ...(onDevice ? {} : { device: "no" }),
    request: recordings === 0 ? `${key}.${id}` : `${key}.${id}.${recordings}`,
    ...(seen === undefined ? {} : { seen }),
  };
  const shown = (
    <Form
      hidden={absent || waits}
      key={`${recordings}.${draft.version}`}
      ref={form}
      method="post"
      id={id}
      data-draft={onDevice ? "device" : "server"}
      className={className}
      {...(action === undefined ? {} : { action })}
      {...(upload ? { encType: "multipart/form-data" as const } : {})}
      preventScrollReset
    >
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {next !== undefined && <input type="hidden" name="next" value={next} />}
      {refused !== undefined && <RefusedSummary refused={refused} />}
      {refused === undefined && aside !== undefined && <Proved />}
      {refused === undefined && aside === undefined && draft.values !== undefined && <TypedBefore />}
      <FormStateProvider
        value={{
          prefix: id,
          values: refused?.values ?? aside ?? draft.values ?? {},
          errors: errorsIn(refused),
        }}
      >
        {children}
      </FormStateProvider>
    </Form>
  );
  return (
    <>
      {shown}
      {waits && <Waiting />}
      {absent && !waits && <p className="muted sm">{text("live.needs-connection")}</p>}
    </>
  );
}

function isWaiting(answer: unknown, id: string): boolean {
  return typeof answer === "object" && answer !== null && "waits" in answer && answer.waits === id;
}

/** A step that this device has claimed or completed, and the server does not know of. */
function isSame(
  act: QueuedAct,
  kind: string,
  { stepId }: Readonly<Record<string, string | number>>,
): boolean {
  if (act.kind !== kind || stepId === undefined || kind === "add-note") return false;
  return (
    act.refused === undefined && act.fields.some(([name, value]) => name === "stepId" && value === stepId)
  );
}

function Waiting() {
  const text = useText();
  return (
    <p className="state state--warn" role="status">
      <Icon name="hold" />
      <span>{text("live.waiting")}</span>
    </p>
  );
}

/**
 * How often this very form has been recorded. A form that counts on is a new, empty one; what is typed in
 * the page's other forms stays.
 */
function useRecordings(id: string, answer: unknown, refused: boolean, recorded: () => void): number {
  const navigation = useNavigation();
  const [count, setCount] = useState(0);
  const sent = useRef(false);
  const forget = useRef(recorded);
  forget.current = recorded;
  useEffect(() => {
    if (navigation.formData?.get("form") === id) sent.current = true;
    if (navigation.state !== "idle" || !sent.current) return;
    sent.current = false;
    if (refused) return;
    setCount((before) => before + 1);
    forget.current();
  }, [navigation, id, refused]);
  useEffect(() => {
    // What waits on the device is answered so fast that no navigation is seen.
    if (!isWaiting(answer, id)) return;
    setCount((before) => before + 1);
    forget.current();
  }, [answer, id]);
  return count;
}

function RefusedSummary({ refused }: { refused: Refused }) {
  const text = useText();
  if (refused.conflict !== undefined)
    return (
      <Suspense>
        <ConflictChoices form={refused.form} conflict={refused.conflict} ask={refused.values.ask} />
      </Suspense>
    );
  const problems = [
    ...(refused.unsent ? [{ field: undefined, message: text("live.not-sent") }] : []),
    ...refused.problems,
  ].map(({ field, message }) => ({
    message,
    field: field === undefined ? undefined : fieldId(refused.form, field),
  }));
  return <ErrorSummary problems={problems} />;
}

function errorsIn(refused: Refused | undefined): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { field, message } of refused?.problems ?? [])
    if (field !== undefined) errors[field] ??= message;
  return errors;
}
