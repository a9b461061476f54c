import { instantFromEpoch } from "#app/core/shared/instant.ts";
import type { Store } from "../store/port.ts";

const LATER_THAN_ANY = instantFromEpoch(Date.UTC(9999, 11, 31));

/**
 * Ends every session and voids every link, invitation and form put aside. They belong to the moment: brought back
 * with a backup, a sign-in that was ended since would go on.
 */
export function forgetSignIns(store: Store): Promise<void> {
  return store.transact(async (tx) => {
    await tx.endExpiredSessions(LATER_THAN_ANY);
    await tx.forgetOneTimes(LATER_THAN_ANY);
  });
}
