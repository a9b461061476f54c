import { createContext, use } from "react";

/** What a form was told when it was refused: it stands there again, with every text still in it. */
export interface FormState {
  /** Before every id in the form, so that two forms on a page can have a field of one name. */
  readonly prefix: string;
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
}

const FormStateContext = createContext<FormState>({ prefix: "", values: {}, errors: {} });

export function FormStateProvider({ value, children }: { value: FormState; children: React.ReactNode }) {
  return <FormStateContext value={value}>{children}</FormStateContext>;
}

export interface FieldState {
  readonly id: string;
  /** What was typed before the refusal; undefined at first. */
  readonly value: string | undefined;
  readonly error: string | undefined;
}

export function useFieldState(name: string): FieldState {
  const { prefix, values, errors } = use(FormStateContext);
  return { id: fieldId(prefix, name), value: values[name], error: errors[name] };
}

export function fieldId(prefix: string, name: string): string {
  return prefix === "" ? name : `${prefix}-${name}`;
}
