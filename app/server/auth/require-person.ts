import { type RouterContextProvider, redirect } from "react-router";
import { appContext, requestContext } from "../context.ts";
import { currentPerson, type SignedIn } from "./session.ts";
import { needsSetUp } from "./set-up.ts";
import { visitorAddress } from "./visitor.ts";

type PageContext = Readonly<RouterContextProvider>;

/**
 * Who is signed in, for a loader or an action. Nobody: throws the redirect to the sign-in, which leads back
 * here, or to the set-up while nobody could sign in.
 */
export async function requirePerson(request: Request, context: PageContext): Promise<SignedIn> {
  const { door } = context.get(appContext);
  const signedIn = await currentPerson(door, request);
  if (signedIn !== undefined) return signedIn;
  if (await needsSetUp(door.house)) throw redirect("/setup");
  const { pathname, search } = new URL(request.url);
  const back = request.method === "GET" ? pathname.replace(/\.data$/, "") + search : "/incidents";
  throw redirect(`/signin?${new URLSearchParams({ to: back })}`);
}

/** Where after the sign-in or a proof: a path of this site, or the board. Read as a browser reads it, tabs and backslashes included. */
export function pathAfterSignIn(to: string | null): string {
  const here = "http://localhost";
  if (to === null || !to.startsWith("/") || !URL.canParse(to, here)) return "/incidents";
  const { origin, pathname, search, hash } = new URL(to, here);
  // `/.//elsewhere` is a path that becomes `//elsewhere`.
  return origin === here && !pathname.startsWith("//") ? pathname + search + hash : "/incidents";
}

export function addressOf(request: Request, context: PageContext): string {
  const { peer } = context.get(requestContext);
  const { origin, proxies } = context.get(appContext);
  return visitorAddress(request, peer, origin, proxies);
}
