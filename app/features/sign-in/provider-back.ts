import { redirect } from "react-router";
import { normalisedEmail } from "#app/server/auth/person-fields.ts";
import { proveByProvider } from "#app/server/auth/proof.ts";
import { signInByProvider } from "#app/server/auth/provider-sign-in.ts";
import { pathAfterSignIn } from "#app/server/auth/require-person.ts";
import { currentPerson } from "#app/server/auth/session.ts";
import type { SignInRefusal } from "#app/server/auth/sign-in.ts";
import { appContext } from "#app/server/context.ts";
import type { Route } from "./+types/provider-back";
import { knockOf } from "./sign-in-action.server.ts";

/** Back from the organisation's own sign-in. */
export async function loader({ request, context, url }: Route.LoaderArgs) {
  const { door } = context.get(appContext);
  if (door.oidc === undefined) return redirect("/signin");
  // A proxy may have changed host and scheme: the provider sent the browser to our own address.
  const address = new URL(url.pathname + url.search, door.origin);
  const back = await door.oidc.finish(address, door.oidcCookie.read(request), door.seal, door.now());
  const forget = door.oidcCookie.forget();
  const signedIn = await currentPerson(door, request);
  const refused = (why: SignInRefusal["code"], to = "/incidents") => {
    const query = new URLSearchParams({ why, to });
    const page = signedIn === undefined ? "/signin" : "/reauth";
    return redirect(`${page}?${query}`, { headers: { "Set-Cookie": forget } });
  };
  if (!back.ok) return refused(back.error.code);
  const { email, again } = back.value;
  const to = pathAfterSignIn(back.value.to);
  if (again && signedIn !== undefined) {
    if (signedIn.person.email !== normalisedEmail(email)) return refused("provider-unknown-person", to);
    await proveByProvider(door, signedIn);
    return redirect(to, { headers: { "Set-Cookie": forget } });
  }
  const arrival = await signInByProvider(knockOf({ request, context }), email);
  if (!arrival.ok) return refused(arrival.error.code, to);
  if (arrival.value.next !== "in") return refused("provider-failed", to);
  const headers = new Headers({ "Set-Cookie": arrival.value.cookie });
  headers.append("Set-Cookie", forget);
  return redirect(to, { headers });
}
