import { addSeconds, type Instant } from "#app/core/shared/instant.ts";
import type { House } from "#app/server/house.server.ts";
import { type Cast, Story } from "./story.ts";

const DAYS_AGO = 9;
const HOUR = 60;

/** Last week's: found, stopped, notified in time, and closed by two people. */
export async function tellClosedIncident(
  house: House,
  { lin, omar, zoe }: Cast,
  now: Instant,
): Promise<Story> {
  const story = await Story.begin(house, lin, {
    title: "Token of the build robot in a public container image",
    becameAwareAt: addSeconds(now, -DAYS_AGO * 24 * 3600),
    severity: "SEV3",
    classification: ["key-exposed", "personal-data"],
  });
  await story.tell(lin, { kind: "start-playbook", playbookId: "leaked-key" });
  await story.tell(lin, { kind: "set-role", userId: lin.id, roles: ["lead", "executive"] });
  await story.tell(omar, { kind: "join", roles: ["technical", "system-owner"] });
  await story.tell(zoe, { kind: "join", roles: ["privacy", "legal", "scribe"] });

  await story.done(omar, "r1.key.id", 8, {
    "key-id": "Token ending 9c1e, robot account",
    owner: "Build team",
  });
  await story.tell(omar, {
    kind: "add-item",
    collection: "leaked_keys",
    label: "Registry token ending 9c1e",
  });
  await story.done(omar, "r1.key.off.i1", 12, { answer: "Read back as revoked" });
  await story.done(omar, "r1.key.dead.i1", 20, { refusal: "401, three times over six minutes" });
  await story.tell(lin, {
    kind: "decide",
    stepId: "r1.D.used",
    option: "yes",
    because: "Two pulls of a private image from an address that is not ours.",
    confidence: "high",
  });
  await story.done(omar, "r1.reach.list", 3 * HOUR, {
    analysis: "Pull of private images; one holds a test copy of 40 accounts.",
  });
  await story.tell(zoe, {
    kind: "decide",
    stepId: "r1.D.breach",
    option: "yes",
    because: "The pulled image holds 40 real mail addresses.",
    confidence: "high",
  });
  await notify(story, { lin, omar, zoe });
  await story.done(zoe, "r1.silence.request", 31 * HOUR, { request: "None received" });
  await story.approved(lin, zoe, {
    kind: "close-incident",
    because: "Token dead, image removed, notice acknowledged, the 40 people told by their own team.",
  });
  return story;
}

async function notify(story: Story, { lin, zoe }: Cast): Promise<void> {
  await story.done(zoe, "r1.reg.list", 20 * HOUR, {
    list: "GDPR Art. 33 through the CNIL; no other law applies.",
  });
  await story.tell(zoe, { kind: "add-item", collection: "regimes", label: "GDPR Art. 33, CNIL" });
  await story.done(zoe, "r1.reg.draft.i2", 24 * HOUR, {
    draft: "Facts, effects and remedial action, read by two.",
  });
  await story.approved(zoe, lin, {
    kind: "complete-step",
    stepId: "r1.reg.send.i2",
    doneAt: story.at(28 * HOUR),
    outcome: "Sent 44 hours before the limit",
    evidence: [{ key: "receipt", value: "Receipt number of the authority's portal, ending 0417" }],
  });
  await story.approved(zoe, lin, {
    kind: "decide",
    stepId: "r1.ppl.decide",
    option: "no",
    because: "No high risk: mail addresses of our own test users, all of them colleagues.",
    confidence: "high",
  });
}
