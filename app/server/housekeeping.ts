import { addSeconds } from "#app/core/shared/instant.ts";
import { eraseDue } from "./erasure.ts";
import type { House } from "./house.server.ts";
import { forgetOldAnswers } from "./idempotency.ts";
import { instantOf } from "./log/clock.ts";

const EVERY_MS = 3600 * 1000;
const DRAFTS_KEPT_SECONDS = 30 * 24 * 3600;

/** Forgets what has run out (sign-ins, what may happen once, drafts, remembered answers), and erases what was ordered, now and every hour. Answers how to stop. */
export function keepHouse(house: House, report: (error: unknown) => void): () => void {
  const sweep = () => forgetWhatRanOut(house).catch(report);
  void sweep();
  const timer = setInterval(() => void sweep(), EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

async function forgetWhatRanOut(house: House): Promise<void> {
  if (house.standing !== "sound") return;
  const now = instantOf(house.clock());
  await house.store.transact(async (tx) => {
    await tx.endExpiredSessions(now);
    await tx.forgetOneTimes(now);
    await tx.forgetDrafts(addSeconds(now, -DRAFTS_KEPT_SECONDS));
    await forgetOldAnswers(tx, now);
  });
  await eraseDue(house);
}
