import { data, type RouterContextProvider } from "react-router";
import type { SignedIn } from "#app/server/auth/session.ts";
import { signedInContext } from "../frame/signed-in.server.ts";

/** Accounts are managed by administrators; to everyone else the page says 403. */
export function requireAdministrator(context: Readonly<RouterContextProvider>): SignedIn {
  const signedIn = context.get(signedInContext);
  if (signedIn.person.role !== "administrator") throw data(null, { status: 403 });
  return signedIn;
}
