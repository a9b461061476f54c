import { addSeconds, type Instant } from "#app/core/shared/instant.ts";
import type { House } from "#app/server/house.server.ts";
import { type Cast, Story } from "./story.ts";

/** About one of their own: Zoé and Lin see it, Omar is told nothing. */
export async function tellRestricted(house: House, { lin, zoe }: Cast, now: Instant): Promise<Story> {
  const story = await Story.begin(house, zoe, {
    title: "A colleague's account read files at night",
    becameAwareAt: addSeconds(now, -3 * 3600),
    severity: "SEV3",
    classification: ["personal-data"],
  });
  await story.tell(lin, { kind: "join", roles: ["executive"] });
  await story.tell(zoe, {
    kind: "restrict",
    because: "It concerns a colleague, who is presumed to have done nothing.",
  });
  await story.tell(zoe, {
    kind: "log-pressure",
    from: "Head of the department",
    words: "Let me talk to him first, and write nothing down until then.",
  });
  return story;
}
