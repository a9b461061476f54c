import { Form, useActionData } from "react-router";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { FormStateProvider, fieldId } from "#app/ui/form-state.tsx";
import { Proved, useAside } from "./aside.tsx";
import { isRefused, type Refused } from "./refused.ts";

interface PlainFormProps {
  /** Unique on the page; sent along as `form`. */
  readonly id: string;
  readonly fixed?: Readonly<Record<string, string>>;
  /** What the summary of a refusal is headed with. */
  readonly refusedTitle?: string;
  readonly onSubmit?: (event: React.FormEvent<HTMLFormElement>) => void;
  readonly children: React.ReactNode;
}

/** A form that gives no command to an incident. Refused, it stands there again with its text. */
export function PlainForm({ id, fixed = {}, refusedTitle, onSubmit, children }: PlainFormProps) {
  const answer: unknown = useActionData();
  const refused = isRefused(answer) && answer.form === id ? answer : undefined;
  const aside = useAside(id);
  return (
    <Form method="post" id={id} className="form" noValidate {...(onSubmit === undefined ? {} : { onSubmit })}>
      {Object.entries({ ...fixed, form: id }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {refused !== undefined && <ErrorSummary title={refusedTitle} problems={problemsOf(refused)} />}
      {refused === undefined && aside !== undefined && <Proved />}
      <FormStateProvider
        value={{ prefix: id, values: refused?.values ?? aside ?? {}, errors: errorsOf(refused) }}
      >
        {children}
      </FormStateProvider>
    </Form>
  );
}

function problemsOf({ form, problems }: Refused) {
  return problems.map(({ field, message }) => ({
    message,
    field: field === undefined ? undefined : fieldId(form, field),
  }));
}

function errorsOf(refused: Refused | undefined): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { field, message } of refused?.problems ?? [])
    if (field !== undefined) errors[field] ??= message;
  return errors;
}
