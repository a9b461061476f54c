import { addSeconds, type Instant } from "#app/core/shared/instant.ts";
import type { House } from "#app/server/house.server.ts";
import { type Cast, Story } from "./story.ts";

/** Ten minutes into the yearly practice. */
export async function tellDrill(house: House, { lin, omar }: Cast, now: Instant): Promise<Story> {
  const story = await Story.begin(
    house,
    omar,
    {
      title: "Drill: a key on a shared screen",
      becameAwareAt: addSeconds(now, -10 * 60),
      classification: ["key-exposed"],
    },
    "drill",
  );
  await story.tell(omar, { kind: "start-playbook", playbookId: "leaked-key" });
  await story.tell(lin, { kind: "join", roles: ["technical"] });
  await story.done(lin, "r1.key.id", 4, {
    "key-id": "A made-up key ending 0000",
    owner: "Nobody: this is practice",
  });
  await story.tell(lin, { kind: "add-item", collection: "leaked_keys", label: "Made-up key ending 0000" });
  await story.tell(lin, { kind: "claim-step", stepId: "r1.key.off.i1" });
  return story;
}
