import { redirect } from "react-router";
import { isLanguage } from "#app/core/shared/language.ts";
import { pathAfterSignIn } from "#app/server/auth/require-person.ts";
import { appContext } from "#app/server/context.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { keptLanguage } from "#app/server/text/asked-language.ts";
import type { Route } from "./+types/language";

/** The choice before anyone is signed in: it stays in this browser. */
export async function action({ request, context }: Route.ActionArgs) {
  const form = await readForm(request);
  const language = textOf(form, "language");
  const headers = new Headers();
  if (isLanguage(language)) {
    headers.set("Set-Cookie", keptLanguage(language, context.get(appContext).origin));
  }
  return redirect(pathAfterSignIn(textOf(form, "to")), { status: 303, headers });
}
