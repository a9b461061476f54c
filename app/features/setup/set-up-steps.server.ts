import { redirect } from "react-router";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { Knock } from "#app/server/auth/arrival.ts";
import type { Door } from "#app/server/auth/door.ts";
import { type PasskeyAnswer, passkeyMade } from "#app/server/auth/passkeys.ts";
import { accessSentence } from "#app/server/auth/refusal-words.ts";
import {
  addFirstPerson,
  confirmCheckpointTaken,
  confirmKeySeen,
  type FirstKey,
  firstPassword,
  firstPersonFields,
  nameOrganisation,
  organisationFields,
  type SetUpVisit,
  setUpBrowser,
} from "#app/server/auth/set-up.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { type ServerRefusal, sentenceOf, statusOf } from "#app/server/refusals.ts";
import type { FormProblem } from "#app/ui/error-summary.tsx";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";
import { problemsIn } from "../act/problems.server.ts";

/** One form of the set-up. Each can be sent again; the page then shows what comes next. */
export async function takeStep(knock: Knock, visit: SetUpVisit) {
  const { door } = knock;
  const form = await readForm(knock.request);
  switch (textOf(form, "form")) {
    case "organisation":
      return organisationStep(door, form, visit);
    case "person":
      return personStep(knock, form, visit);
    case "key":
    case "checkpoint":
      return confirmStep(door, form, visit);
    default:
      return refusedPlainForm(form, 400, [{ message: "This form cannot be used here. Reload the page." }]);
  }
}

async function organisationStep({ house }: Door, form: FormData, visit: SetUpVisit) {
  const fields = organisationFields.safeParse(
    { organisation: textOf(form, "organisation") },
    { reportInput: true },
  );
  if (!fields.success) return refusedPlainForm(form, 400, [...missing(form), ...problemsIn(fields.error)]);
  const done = await nameOrganisation(house, visit, fields.data.organisation);
  return done.ok ? next() : refusedByServer(form, done.error);
}

async function personStep(knock: Knock, form: FormData, visit: SetUpVisit) {
  if (visit.state.person) return next();
  const answer = { note: textOf(form, "note"), response: textOf(form, "response") };
  for (const name of ["note", "response", "with"]) form.delete(name);
  const given = { name: textOf(form, "name"), email: textOf(form, "email") };
  const fields = firstPersonFields.safeParse(given, { reportInput: true });
  const key = await firstKey(knock, form, answer);
  if (!fields.success || !key.ok) {
    const problems = [
      ...missing(form),
      ...(fields.success ? [] : problemsIn(fields.error)),
      ...(key.ok ? [] : key.error),
    ];
    return refusedPlainForm(form, 400, problems);
  }
  const done = await addFirstPerson(knock.door, knock.visit, fields.data, key.value);
  if (done.ok) return next({ "Set-Cookie": done.value.cookie });
  switch (done.error.code) {
    case "email-taken":
      return refusedPlainForm(form, 422, [
        { field: "email", message: `${done.error.email} is someone's address already.` },
      ]);
    case "set-up-token-needed":
    case "set-up-token-wrong":
    case "being-set-up":
    case "sign-in-needed":
      return next();
    default:
      return refusedByServer(form, done.error);
  }
}

/** The passkey that the browser made, or else the password. */
async function firstKey(
  { door, request, visit }: Knock,
  form: FormData,
  answer: PasskeyAnswer,
): Promise<Result<FirstKey, readonly FormProblem[]>> {
  if (answer.response === "") {
    const chosen = firstPassword.safeParse({ password: textOf(form, "password") }, { reportInput: true });
    return chosen.success ? ok(chosen.data) : no(problemsIn(chosen.error));
  }
  form.delete("password");
  const made = await passkeyMade(door, answer, setUpBrowser(door, request));
  if (!made.ok) return no([{ message: accessSentence(made.error) }]);
  return ok({ passkey: made.value, passkeyName: visit.device });
}

const NEEDED: Readonly<Record<string, string>> = {
  organisation: "Give the name of the organisation.",
  name: "Give your name.",
  email: "Give your work email.",
  password: "Choose a password.",
};

/** What was left empty, each in its own words: a list of "This is needed" helps nobody. */
function missing(form: FormData) {
  return [...form.keys()].flatMap((field) => {
    const message = NEEDED[field];
    return message !== undefined && textOf(form, field).trim() === "" ? [{ field, message }] : [];
  });
}

async function confirmStep({ house }: Door, form: FormData, { signedIn }: SetUpVisit) {
  if (signedIn === undefined) return next();
  const step = textOf(form, "form");
  if (textOf(form, "kept") === "") {
    const message =
      step === "key"
        ? "Print the card or write the words down, then tick the box."
        : "Take both away from this server, then tick the box.";
    return refusedPlainForm(form, 400, [{ field: "kept", message }]);
  }
  const confirm = step === "key" ? confirmKeySeen : confirmCheckpointTaken;
  const done = await confirm(house, signedIn);
  return done.ok ? next() : refusedByServer(form, done.error);
}

function next(headers: Record<string, string> = {}) {
  return redirect("/setup", { status: 303, headers });
}

function refusedByServer(form: FormData, refusal: ServerRefusal) {
  return refusedPlainForm(form, statusOf(refusal), [{ message: sentenceOf(refusal) }]);
}
