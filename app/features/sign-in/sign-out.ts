import { redirect } from "react-router";
import { signOut } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import type { Route } from "./+types/sign-out";

/** Only a form signs out; whoever follows a link here is shown where it stands. */
export function loader() {
  return redirect("/settings/account");
}

export async function action({ request, context }: Route.ActionArgs) {
  const cookie = await signOut(context.get(appContext).door, request);
  return redirect("/signin?left", { status: 303, headers: { "Set-Cookie": cookie } });
}
