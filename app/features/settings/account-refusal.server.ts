import type { AnyText } from "#app/content/messages/keys.ts";
import type { AccountRefusal } from "#app/server/auth/own-account.ts";
import { accessSentence, accessStatus } from "#app/server/auth/refusal-words.ts";
import { refusedPlainForm } from "../act/plain-refusal.server.ts";

const FIELDS: Readonly<Record<string, string>> = {
  "wrong-password": "current-password",
  "wrong-code": "code",
};

/** The answer when a change of one's own account was refused. What was typed stays, secrets aside. */
export function refusedChange(form: FormData, refusal: AccountRefusal, text: AnyText) {
  for (const name of ["code", "seed", "note", "response"]) form.delete(name);
  const field = FIELDS[refusal.code];
  const problem = { message: accessSentence(refusal, text), ...(field === undefined ? {} : { field }) };
  return refusedPlainForm(form, accessStatus(refusal), [problem]);
}
