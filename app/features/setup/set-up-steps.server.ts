import { redirect } from "react-router";
import type { AnyText, PageKey } from "#app/content/messages/keys.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { Knock } from "#app/server/auth/arrival.ts";
import type { Door } from "#app/server/auth/door.ts";
import { makeRecoveryCodes } from "#app/server/auth/own-account.ts";
import { type PasskeyAnswer, passkeyMade } from "#app/server/auth/passkeys.ts";
import { accessSentence, accessStatus } from "#app/server/auth/refusal-words.ts";
import { hasProved } from "#app/server/auth/session.ts";
import {
  addFirstPerson,
  confirmCheckpointTaken,
  confirmKeySeen,
  type FirstKey,
  firstPassword,
  firstPersonFields,
  nameOrganisation,
  organisationFields,
  passRecovery,
  type SetUpVisit,
  setUpBrowser,
} from "#app/server/auth/set-up.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { type ServerRefusal, sentenceOf, statusOf } from "#app/server/refusals.ts";
import type { FormProblem } from "#app/ui/error-summary.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import { problemsIn } from "../act/problems.server.ts";

/** One form of the set-up. Each can be sent again; the page then shows what comes next. */
export async function takeStep(knock: Knock, visit: SetUpVisit, text: AnyText) {
  const { door } = knock;
  const form = await readForm(knock.request);
  switch (textOf(form, "form")) {
    case "organisation":
      return organisationStep(door, form, visit, text);
    case "person":
      return personStep(knock, form, visit, text);
    case "recovery":
      return recoveryStep(door, form, visit, text);
    case "key":
    case "checkpoint":
      return confirmStep(door, form, visit, text);
    default:
      return refusedPlainForm(form, 400, [{ message: text("act.unusable") }]);
  }
}

async function organisationStep({ house }: Door, form: FormData, visit: SetUpVisit, text: AnyText) {
  const fields = organisationFields.safeParse(
    { organisation: textOf(form, "organisation") },
    { reportInput: true },
  );
  if (!fields.success) {
    return refusedPlainForm(form, 400, [...missing(form, text), ...problemsIn(fields.error, text)]);
  }
  const done = await nameOrganisation(house, visit, fields.data.organisation);
  return done.ok ? next() : refusedByServer(form, done.error, text);
}

async function personStep(knock: Knock, form: FormData, visit: SetUpVisit, text: AnyText) {
  if (visit.state.person) return next();
  const answer = { note: textOf(form, "note"), response: textOf(form, "response") };
  for (const name of ["note", "response", "with"]) form.delete(name);
  const given = { name: textOf(form, "name"), email: textOf(form, "email") };
  const fields = firstPersonFields.safeParse(given, { reportInput: true });
  const key = await firstKey(knock, form, answer, text);
  if (!fields.success || !key.ok) {
    const problems = [
      ...missing(form, text),
      ...(fields.success ? [] : problemsIn(fields.error, text)),
      ...(key.ok ? [] : key.error),
    ];
    return refusedPlainForm(form, 400, problems);
  }
  const done = await addFirstPerson(knock.door, knock.visit, fields.data, key.value);
  if (done.ok) return next({ "Set-Cookie": done.value.cookie });
  switch (done.error.code) {
    case "email-taken":
      return refusedPlainForm(form, 422, [
        { field: "email", message: text("setup.email-taken", { email: done.error.email }) },
      ]);
    case "set-up-token-needed":
    case "set-up-token-wrong":
    case "being-set-up":
    case "sign-in-needed":
      return next();
    default:
      return refusedByServer(form, done.error, text);
  }
}

/** The passkey that the browser made, or else the password. */
async function firstKey(
  { door, request, visit }: Knock,
  form: FormData,
  answer: PasskeyAnswer,
  text: AnyText,
): Promise<Result<FirstKey, readonly FormProblem[]>> {
  if (answer.response === "") {
    const chosen = firstPassword.safeParse({ password: textOf(form, "password") }, { reportInput: true });
    return chosen.success ? ok(chosen.data) : no(problemsIn(chosen.error, text));
  }
  form.delete("password");
  const made = await passkeyMade(door, answer, setUpBrowser(door, request));
  if (!made.ok) return no([{ message: accessSentence(made.error, text) }]);
  return ok({ passkey: made.value, passkeyName: visit.device });
}

const NEEDED: Readonly<Record<string, PageKey>> = {
  organisation: "setup.need-organisation",
  name: "setup.need-name",
  email: "setup.need-email",
  password: "setup.need-password",
};

/** What was left empty, each in its own words: a list of "This is needed" helps nobody. */
function missing(form: FormData, text: AnyText) {
  return [...form.keys()].flatMap((field) => {
    const key = NEEDED[field];
    return key !== undefined && textOf(form, field).trim() === "" ? [{ field, message: text(key) }] : [];
  });
}

/** The codes are in this answer and nowhere else. */
async function recoveryStep(door: Door, form: FormData, { signedIn }: SetUpVisit, text: AnyText) {
  if (signedIn === undefined) return next();
  if (textOf(form, "make") === "") {
    await passRecovery(door);
    return next();
  }
  if (!hasProved(signedIn, door.now())) return redirect(`/reauth?${new URLSearchParams({ to: "/setup" })}`);
  const made = await makeRecoveryCodes(door, signedIn);
  if (made.ok) return { codes: made.value };
  return refusedPlainForm(form, accessStatus(made.error), [{ message: accessSentence(made.error, text) }]);
}

async function confirmStep({ house }: Door, form: FormData, { signedIn }: SetUpVisit, text: AnyText) {
  if (signedIn === undefined) return next();
  const step = textOf(form, "form");
  if (textOf(form, "kept") === "") {
    const message = text(step === "key" ? "setup.need-card-kept" : "setup.need-both-away");
    return refusedPlainForm(form, 400, [{ field: "kept", message }]);
  }
  const confirm = step === "key" ? confirmKeySeen : confirmCheckpointTaken;
  const done = await confirm(house, signedIn);
  return done.ok ? next() : refusedByServer(form, done.error, text);
}

function next(headers: Record<string, string> = {}) {
  return redirect("/setup", { status: 303, headers });
}

function refusedByServer(form: FormData, refusal: ServerRefusal, text: AnyText) {
  return refusedPlainForm(form, statusOf(refusal), [{ message: sentenceOf(refusal, text) }]);
}
