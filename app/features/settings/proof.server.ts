import { type RouterContextProvider, redirect } from "react-router";
import { hasProved, type SignedIn } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { signedInContext } from "../frame/signed-in.server.ts";

/** Lets on whoever proved themselves in the last five minutes. The others do it first, and come back here. */
export function requireProof(context: Readonly<RouterContextProvider>, url: URL): SignedIn {
  const signedIn = context.get(signedInContext);
  if (hasProved(signedIn, context.get(appContext).door.now())) return signedIn;
  throw redirect(`/reauth?${new URLSearchParams({ to: url.pathname })}`);
}
