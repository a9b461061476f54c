import { createContext, type MiddlewareFunction } from "react-router";
import { requirePerson } from "#app/server/auth/require-person.ts";
import type { SignedIn } from "#app/server/auth/session.ts";
import { appContext, languageContext, zoneContext } from "#app/server/context.ts";

/** Who asks. Set for every page and resource below the signed-in layout. */
export const signedInContext = createContext<SignedIn>();

/** Lets only people in who are signed in; the others sign in first and come back to where they were going. */
export const requireSignedIn: MiddlewareFunction<Response> = async ({ request, context }, next) => {
  const signedIn = await requirePerson(request, context);
  context.set(signedInContext, signedIn);
  const { house } = context.get(appContext);
  const { language, timeZone } = await house.store.snapshot((reads) => reads.preferences(signedIn.person.id));
  if (language !== null) context.set(languageContext, language);
  context.set(zoneContext, timeZone);
  return next();
};
