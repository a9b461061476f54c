import type { IncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "./house.server.ts";
import { type Written, write } from "./incident-writer.ts";
import type { EntryDraft } from "./log/append.ts";
import { instantOf } from "./log/clock.ts";
import { SYSTEM } from "./log/system.ts";
import type { Tx } from "./store/port.ts";

// What the installation itself has to say in an incident's log: nobody commands it and no rule can refuse it, also
// in a closed incident. It never changes what people decided; everything else goes through `execute`.

/** In the caller's transaction; undefined when there is no such incident. Hand it to `keepWritten` once committed. */
export async function recordBySystem(
  house: House,
  tx: Tx,
  ref: IncidentRef,
  drafts: readonly EntryDraft[],
): Promise<Written | undefined> {
  const live = await house.incidents.load(ref, tx);
  if (live === undefined) return undefined;
  const reading = house.clock();
  return write(house, tx, live, drafts, {
    by: SYSTEM,
    at: instantOf(reading),
    reading,
    seen: undefined,
    nameOf: async (id) => id,
    place: () => Promise.reject(new Error("the system attaches no files")),
  });
}
