import { setTimeout as wait } from "node:timers/promises";
import { addSeconds, type Instant } from "#app/core/shared/instant.ts";
import { askWhoIsNext } from "#app/server/escalation-watch.ts";
import type { House } from "#app/server/house.server.ts";
import { instantOf } from "#app/server/log/clock.ts";
import type { Guests } from "./guests.ts";
import { type Cast, Story } from "./story.ts";

const DAY = 24 * 3600;
/** So much is left for the rating when it is put before another person: half of it passes in silence, for real. */
const LEFT_SECONDS = 6;

/** A supplier's open store, found the day before. Told to show who waits for whom: a request, a handover, a guest. */
export async function tellSupplier(
  house: House,
  { lin, omar, zoe }: Cast,
  guests: Guests,
  related: Story,
  now: Instant,
): Promise<Story> {
  const story = await Story.begin(house, lin, {
    title: "Open store of customer exports at a supplier",
    becameAwareAt: addSeconds(now, -20 * 3600),
    severity: "SEV3",
    classification: ["supplier-source"],
  });
  await story.tell(lin, { kind: "start-playbook", playbookId: "exposed-store" });
  await story.tell(zoe, { kind: "join", roles: ["privacy"] });
  await story.tell(omar, { kind: "join", roles: ["executive", "technical"] });
  await guests.invite(story, lin, {
    name: "Ada Novak",
    email: "ada@supplier.example.org",
    role: "technical",
  });
  await story.tell(lin, {
    kind: "link-incident",
    ref: related.ref,
    as: "related-to",
    because: "The same exports: the contractor's key could read what the supplier copied.",
  });
  await story.tell(lin, {
    kind: "set-became-aware",
    at: addSeconds(instantOf(house.clock()), LEFT_SECONDS - DAY),
    source: "The supplier's first mail",
    because: "It had lain unread since yesterday.",
  });
  await askInVain(story, { lin, omar, zoe });
  await story.tell(lin, {
    kind: "hand-over",
    to: omar.id,
    brief: "The store is closed by the supplier. The rating waits for Zoé or you.",
    ifThen: ["If the supplier finds other readers in its log, call Zoé before anyone else."],
  });
  return story;
}

/** Lin asks; Zoé, who is asked first, says nothing; so it goes to Omar too. The times in the log are true. */
async function askInVain(story: Story, { lin }: Cast): Promise<void> {
  const request = await story.tell(lin, {
    kind: "request-approval",
    for: {
      kind: "complete-step",
      stepId: "r1.risk.rate",
      outcome: "A risk, not a high one",
      evidence: [{ key: "sheet", value: "Names and order numbers; the store's log shows one reader." }],
    },
  });
  for (let second = 0; second < 2 * LEFT_SECONDS; second += 1) {
    await askWhoIsNext(story.house);
    const incident = await story.house.incident(story.ref);
    if ((incident?.approvals.get(request)?.further.length ?? 0) > 0) return;
    await wait(1000);
  }
  throw new Error("nobody was asked further");
}
