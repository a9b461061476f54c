import { readOrganisation } from "../auth/set-up-record.ts";
import type { House } from "../house.server.ts";

/** The organisation's name; undefined before it is given. */
export function organisationName(house: House): Promise<string | undefined> {
  return house.store.snapshot(readOrganisation);
}
