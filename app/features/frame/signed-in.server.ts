import { createContext, type MiddlewareFunction } from "react-router";
import { requirePerson } from "#app/server/auth/require-person.ts";
import { currentPerson, type SignedIn } from "#app/server/auth/session.ts";
import { appContext, languageContext, zoneContext } from "#app/server/context.ts";
import { type DeviceCopies, readDeviceCopies } from "#app/server/device-copies.ts";
import { parkForm } from "../act/park-form.server.ts";

/** Who asks. Set for every page and resource below the signed-in layout. */
export const signedInContext = createContext<SignedIn>();

/** Whether single letters act on the pages of whoever asks. */
export const singleKeysContext = createContext(true);

/** Which incidents the browser of whoever asks may keep. */
export const deviceCopiesContext = createContext<DeviceCopies>("none");

/** Lets only people in who are signed in; the others sign in first and come back to where they were going. */
export const requireSignedIn: MiddlewareFunction<Response> = async ({ request, context, url }, next) => {
  const signedIn = await whoAsks(request, context, url);
  context.set(signedInContext, signedIn);
  const { house } = context.get(appContext);
  const { preferences, copies } = await house.store.snapshot(async (reads) => ({
    preferences: await reads.preferences(signedIn.person.id),
    copies: await readDeviceCopies(reads),
  }));
  const { language, timeZone, singleKeys } = preferences;
  if (language !== null) context.set(languageContext, language);
  context.set(zoneContext, timeZone);
  context.set(singleKeysContext, singleKeys);
  context.set(deviceCopiesContext, copies);
  return next();
};

async function whoAsks(...[request, context, url]: Parameters<typeof parkForm>): Promise<SignedIn> {
  if (request.method !== "POST") return requirePerson(request, context);
  const signedIn = await currentPerson(context.get(appContext).door, request);
  return signedIn ?? parkForm(request, context, url);
}
