import { redirect } from "react-router";
import { pathAfterSignIn } from "#app/server/auth/require-person.ts";
import { appContext } from "#app/server/context.ts";
import type { Route } from "./+types/provider";

/** Off to the organisation's own sign-in. A link, not a form: the policy of our pages lets no form leave the site. */
export async function loader({ context, url }: Route.LoaderArgs) {
  const { door } = context.get(appContext);
  const to = pathAfterSignIn(url.searchParams.get("to"));
  if (door.oidc === undefined) return redirect("/signin");
  const again = url.searchParams.has("again");
  const started = await door.oidc.start(door.origin, door.seal, door.now(), { to, again });
  if (!started.ok) return redirect(`/signin?${new URLSearchParams({ why: started.error.code, to })}`);
  const { url: address, note } = started.value;
  return redirect(address, { headers: { "Set-Cookie": door.oidcCookie.keep(note) } });
}
