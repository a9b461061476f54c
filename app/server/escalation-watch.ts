import { askedFurther } from "#app/core/incident/approval-asking.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "./house.server.ts";
import { keepWritten } from "./incident-writer.ts";
import { instantOf } from "./log/clock.ts";
import { recordBySystem } from "./system-entries.ts";

// What nobody answered is asked of others, in the log itself: the entry is what makes it happen, and what keeps it
// from happening twice. Nothing is remembered here, so a server that starts does what became due while none ran.

const EVERY_MS = 10_000;

/** Looks now and every ten seconds. Answers how to stop. */
export function watchUnanswered(house: House): () => void {
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      await askWhoIsNext(house);
    } catch (error) {
      house.report(error); // the next look tries again
    } finally {
      isLooking = false;
    }
  };
  void look();
  const timer = setInterval(() => void look(), EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Asks further, in every incident, whatever is due by now. */
export async function askWhoIsNext(house: House): Promise<void> {
  if (house.standing !== "sound") return;
  const waiting = await house.store.snapshot((reads) => reads.incidents({ waiting: true, limit: ALL }));
  for (const { ref } of waiting) await askFurther(house, ref).catch((error) => house.report(error)); // the others' logs may be whole
}

const ALL = 1_000_000;

async function askFurther(house: House, ref: IncidentRef): Promise<void> {
  const known = await house.incident(ref);
  // Almost always nothing is due, and the write lock is left alone.
  if (known === undefined || askedFurther(known, instantOf(house.clock())).length === 0) return;
  const written = await house.store.transact(async (tx) => {
    const live = await house.incidents.load(ref, tx);
    const drafts = live === undefined ? [] : askedFurther(live.state, instantOf(house.clock()));
    return drafts.length === 0 ? undefined : recordBySystem(house, tx, ref, drafts);
  });
  if (written === undefined) return;
  keepWritten(house, written);
  house.grew(written.next.log.origin);
}
