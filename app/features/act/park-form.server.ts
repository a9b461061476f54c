import { type RouterContextProvider, redirect } from "react-router";
import { addressOf } from "#app/server/auth/require-person.ts";
import { appContext } from "#app/server/context.ts";
import { readForm, textOf } from "#app/server/http/form.ts";
import { pageOf } from "./page-of.ts";
import { textsToKeep } from "./put-aside.server.ts";

const FORM = "application/x-www-form-urlencoded";

/**
 * For a form whose sender is not signed in any more: it waits while they sign in, and then stands on its page again,
 * filled. Files do not wait; a form with files comes back by its draft alone. Always throws the way to the sign-in.
 */
export async function parkForm(
  request: Request,
  context: Readonly<RouterContextProvider>,
  url: URL,
): Promise<never> {
  const { door } = context.get(appContext);
  const page = pageOf(url);
  const to = (path: string) => redirect(`/signin?${new URLSearchParams({ to: path })}`, 303);
  if (!request.headers.get("Content-Type")?.startsWith(FORM)) throw to(page);
  const form = await readForm(request);
  const secret = door.parked.park(textsToKeep(form), addressOf(request, context), door.house.clock().wall);
  if (secret === undefined) throw to(page);
  const joint = page.includes("?") ? "&" : "?";
  throw to(`${page}${joint}aside=${secret}#${textOf(form, "form")}`);
}
