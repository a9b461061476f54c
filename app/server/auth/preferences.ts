import { isLanguage } from "#app/core/shared/language.ts";
import { ok, type Result } from "#app/core/shared/result.ts";
import { administer } from "../administer.server.ts";
import type { House } from "../house.server.ts";
import type { ServerRefusal } from "../refusals.ts";
import type { Preferences } from "../store/preference-port.ts";
import { byOf, type SignedIn } from "./session.ts";

/** Zones by their IANA names, UTC first. */
export function timeZones(): readonly string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
}

/** What is not known here is not chosen: the browser then decides. */
export function preferencesFrom(language: string, timeZone: string, singleKeys: boolean): Preferences {
  return {
    language: isLanguage(language) ? language : null,
    timeZone: timeZones().includes(timeZone) ? timeZone : null,
    singleKeys,
  };
}

export async function choosePreferences(
  house: House,
  signedIn: SignedIn,
  preferences: Preferences,
): Promise<Result<undefined, ServerRefusal>> {
  const { id } = signedIn.person;
  const done = await administer<undefined, never>(house, byOf(signedIn), async (tx) => {
    await tx.setPreferences(id, preferences);
    const entry = { act: "preferences-changed", on: { t: "person", id }, f: { ...preferences } } as const;
    return ok({ value: undefined, entries: [entry] });
  });
  return done.ok ? ok(undefined) : done;
}
