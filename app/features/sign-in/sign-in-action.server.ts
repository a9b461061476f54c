import { type ActionFunctionArgs, data, redirect } from "react-router";
import type { AnyText, PageKey, PageText } from "#app/content/messages/keys.ts";
import { no, type Result } from "#app/core/shared/result.ts";
import type { Arrival, Knock } from "#app/server/auth/arrival.ts";
import { confirmBeside, goOnIfConfirmed } from "#app/server/auth/break-glass.ts";
import { accessSentence, accessStatus } from "#app/server/auth/refusal-words.ts";
import { addressOf, pathAfterSignIn } from "#app/server/auth/require-person.ts";
import { enterCode, signInByRecoveryCode } from "#app/server/auth/second-step.ts";
import { type SignInRefusal, signIn, signInByPasskey } from "#app/server/auth/sign-in.ts";
import { signInByLink } from "#app/server/auth/sign-in-link.ts";
import { visitOf } from "#app/server/auth/visit.ts";
import { appContext } from "#app/server/context.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { textIn } from "#app/server/text/text-in.ts";
import type { FormProblem } from "#app/ui/error-summary.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import type { SignInAnswer, Stage } from "./stages.ts";

export function knockOf({ request, context }: Pick<ActionFunctionArgs, "request" | "context">): Knock {
  const { door } = context.get(appContext);
  return { door, request, visit: visitOf(request, addressOf(request, context)) };
}

/** Every form of the sign-in, whichever page it stands on. Whoever is in goes on to where they were going. */
export async function signInAction(args: ActionFunctionArgs) {
  const form = await readForm(args.request);
  const text = textIn(args.context);
  const empty = emptyIn(form, text);
  if (empty.length > 0) return answer(form, 400, empty, stageOf(form));
  const outcome = await attempt(knockOf(args), form);
  if (!outcome.ok) return refused(form, outcome.error, text);
  const arrival = outcome.value;
  if (arrival.next !== "in")
    return data<SignInAnswer>({ form: "", problems: [], values: {}, stage: arrival });
  const { signedIn, cookie } = arrival;
  // A link was asked for because the password was lost.
  const to =
    signedIn.session.auth === "token" ? "/settings/account/password" : args.url.searchParams.get("to");
  return redirect(pathAfterSignIn(to), { status: 303, headers: { "Set-Cookie": cookie } });
}

type Outcome = Promise<Result<Arrival, SignInRefusal>>;

async function attempt(knock: Knock, form: FormData): Outcome {
  const given = (name: string) => textOf(form, name);
  switch (given("form")) {
    case "passkey":
      return signInByPasskey(knock, { note: given("note"), response: given("response") });
    case "sign-in":
      return signIn(knock, { email: given("email"), password: given("password") });
    case "code":
      return enterCode(knock, given("flow"), given("code"));
    case "recovery":
      return signInByRecoveryCode(knock, {
        email: given("email"),
        code: given("code"),
        password: given("password"),
      });
    case "link":
      return signInByLink(knock, given("secret"));
    case "second-person":
      return confirmBeside(knock, given("flow"), {
        email: given("email"),
        password: given("password"),
        code: given("code"),
      });
    case "look-again":
      return goOnIfConfirmed(knock, given("flow"));
    default:
      return no({ code: "flow-over" });
  }
}

const NEEDED: Readonly<Record<string, Readonly<Record<string, PageKey>>>> = {
  passkey: { response: "sign-in.browser-gave-none" },
  "sign-in": { email: "sign-in.type-email", password: "sign-in.type-password" },
  code: { code: "sign-in.type-code" },
  recovery: { email: "sign-in.type-email", code: "sign-in.type-recovery" },
  "second-person": { email: "sign-in.type-their-email", password: "sign-in.type-their-password" },
};

function emptyIn(form: FormData, text: PageText): FormProblem[] {
  const needed = Object.entries(NEEDED[textOf(form, "form")] ?? {});
  return needed
    .filter(([field]) => textOf(form, field).trim() === "")
    .map(([field, key]) => ({ ...(field === "response" ? {} : { field }), message: text(key) }));
}

const CODES = new Set<SignInRefusal["code"]>(["wrong-code"]);

function refused(form: FormData, refusal: SignInRefusal, text: AnyText) {
  const field = CODES.has(refusal.code) ? { field: "code" } : {};
  const problems = [{ ...field, message: accessSentence(refusal, text) }];
  const over = refusal.code === "flow-over";
  if (over) form.set("form", "sign-in");
  return answer(form, accessStatus(refusal), problems, over ? undefined : stageOf(form));
}

/** The form that was sent stands there again, and its stage with it. No secret goes back. */
function answer(form: FormData, status: number, problems: readonly FormProblem[], stage: Stage | undefined) {
  for (const name of ["code", "note", "response", "secret"]) form.delete(name);
  const refusal = refusedPlainForm(form, status, problems);
  return data<SignInAnswer>({ ...refusal.data, stage }, { status });
}

function stageOf(form: FormData): Stage | undefined {
  const flow = textOf(form, "flow");
  switch (textOf(form, "form")) {
    case "code":
      return { next: "code", flow };
    case "second-person":
    case "look-again":
      return { next: "second-person", flow, match: textOf(form, "match") };
    default:
      return undefined;
  }
}
