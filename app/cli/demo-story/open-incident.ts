import { addSeconds, type Instant } from "#app/core/shared/instant.ts";
import type { House } from "#app/server/house.server.ts";
import { type Cast, Story } from "./story.ts";

const MINUTES_AGO = 95;
const BLOG = "https://blog.example.net/2026/deploying-with-one-command";
const KEY = "AKIA…7Q2F";

/** A contractor's blog post shows an access key. An hour and a half later the team is half way through. */
export async function tellOpenIncident(house: House, { lin, omar, zoe }: Cast, now: Instant): Promise<Story> {
  const story = await Story.begin(house, lin, {
    title: "Access key published in a blog post by a contractor",
    becameAwareAt: addSeconds(now, -MINUTES_AGO * 60),
    severity: "SEV2",
    classification: ["key-exposed"],
    note: `A reader wrote to support: a screenshot in ${BLOG} shows one of our access keys in full.`,
  });
  await assemble(story, { lin, omar, zoe });
  await firstMinutes(story, { lin, omar, zoe });
  await contain(story, { lin, omar, zoe });
  await preserve(story, { lin, omar, zoe });
  await assess(story, { lin, omar, zoe });
  return story;
}

async function assemble(story: Story, { lin, omar, zoe }: Cast): Promise<void> {
  await story.tell(lin, { kind: "start-playbook", playbookId: "leaked-key" });
  await story.tell(lin, { kind: "set-role", userId: lin.id, roles: ["lead", "executive"] });
  await story.tell(omar, { kind: "join", roles: ["technical", "system-owner"] });
  await story.tell(zoe, { kind: "join", roles: ["privacy", "legal", "scribe"] });
}

async function firstMinutes(story: Story, { lin, omar, zoe }: Cast): Promise<void> {
  await story.tell(omar, { kind: "claim-step", stepId: "r1.key.id", startedAt: story.at(3) });
  await story.done(omar, "r1.key.id", 6, {
    "key-id": `${KEY}, user ci-deploy, account ending 4471`,
    owner: "Platform team; made for the contractor's build in March",
  });
  await story.tell(omar, {
    kind: "add-item",
    collection: "leaked_keys",
    label: `AWS access key ${KEY} (ci-deploy)`,
  });
  await story.attach(
    zoe,
    { stepId: "r1.pub.snap", key: "capture" },
    { name: "blog-post.html", type: "text/html", text: BLOG_POST },
    "The post as it was served, the key blacked out",
  );
  await story.done(zoe, "r1.pub.snap", 9, { address: BLOG });
  await story.done(omar, "r1.key.off.i1", 11, { answer: `Status of ${KEY} read back as Inactive` });
  await story.done(omar, "r1.key.dead.i1", 16, {
    refusal: "InvalidClientTokenId, three times in five minutes, from outside our network",
    "last-used": "9 minutes before it was switched off, from an address we do not know",
  });
  await story.done(
    omar,
    "r1.sess.cut.i1",
    22,
    { policy: "Deny on every session issued before the moment of deactivation" },
    { fields: { "oldest-token-ends": "12 hours after it was issued, this afternoon" } },
  );
  await story.done(
    lin,
    "r1.roles.lead",
    24,
    { channel: "Voice bridge 3; written word in this incident only" },
    { fields: { lead: lin.name, scribe: zoe.name, privacy: zoe.name } },
  );
  await story.done(
    lin,
    "r1.PAUSE-1",
    26,
    {},
    {
      outcome: "All three on the bridge. Nobody outside knows yet.",
      fields: {
        clock: "Set: when support forwarded the mail",
        keys: "One known, off and refused",
        sessions: "Cut",
        lead: lin.name,
        owner: "Platform team",
        silence: "Nobody has asked us to wait",
      },
    },
  );
}

async function contain(story: Story, { lin, omar }: Cast): Promise<void> {
  const used = await story.tell(lin, {
    kind: "decide",
    stepId: "r1.D.used",
    option: "cannot-tell",
    because: "Used from an unknown address before it was off; the data access logs are not here yet.",
    confidence: "medium",
    basis: [],
  });
  await story.tell(omar, {
    kind: "dissent",
    seq: used,
    because: "The last use came from a hosting provider. I would treat it as used by someone else.",
  });
  await story.tell(lin, { kind: "add-item", collection: "copies", label: BLOG });
  await story.done(lin, "r1.pub.down.i2", 31, { request: "Mail to the author and to the host's abuse desk" });
  await story.done(omar, "r1.key.more", 38, {
    notes:
      "Searched repositories, build logs and the contractor's machine. One more: the build server's deploy key.",
  });
  await story.tell(omar, {
    kind: "add-item",
    collection: "leaked_keys",
    label: "Deploy key of the build server",
  });
  await story.done(omar, "r1.key.off.i3", 42, { answer: "Removed from the build server's list of keys" });
  await story.attach(
    omar,
    { stepId: "r1.path.close", key: "change" },
    { name: "pipeline.diff", type: "text/x-diff", text: PIPELINE_CHANGE },
    "The pipeline now takes a short-lived identity",
  );
  await story.done(omar, "r1.path.close", 47, {
    test: "A build with the old variable fails, one without it succeeds",
  });
  await story.done(omar, "r1.svc.watch", 52, {
    services: "Nightly export failed once and was given a new identity",
  });
  await story.tell(lin, {
    kind: "block-step",
    stepId: "r1.pub.copies.i2",
    reason: "The archive has not answered yet",
    needs: "An answer from the archive's desk",
    asked: "Their form, confirmed by mail",
    until: story.at(MINUTES_AGO + 120),
  });
}

async function preserve(story: Story, { lin, omar }: Cast): Promise<void> {
  await story.attach(
    omar,
    { stepId: "r1.logs.hold.i1", key: "export" },
    { name: "key-use.json", type: "application/json", text: KEY_USE },
    "Every recorded call with this key, 90 days",
  );
  await story.done(omar, "r1.logs.hold.i1", 58, {});
  await story.tell(omar, {
    kind: "add-item",
    collection: "data_stores",
    label: "Customer exports (bucket, Paris)",
  });
  await story.done(omar, "r1.logs.data.i4", 66, {
    gaps: "Reads of single objects were logged from the second of the month only. The three days before are missing.",
  });
  await story.attach(
    omar,
    { stepId: "r1.cfg.snap", key: "dumps" },
    { name: "rights.json", type: "application/json", text: RIGHTS },
    "Rights, bucket policies and network rules",
  );
  await story.done(omar, "r1.cfg.snap", 69, {});
  await story.tell(lin, {
    kind: "skip-step",
    stepId: "r1.host.image",
    reasonCode: "not-applicable",
    reason: "The key came from a picture in a blog post, not from one of our machines.",
  });
  await story.done(
    lin,
    "r1.window.set",
    74,
    { sources: "Date of the post, the host's access log, the time of deactivation" },
    {
      fields: {
        "first-public": "Five hours before we knew",
        "last-visible": "Still visible in the archive",
        "first-known": "When support forwarded the mail",
      },
    },
  );
}

async function assess(story: Story, { lin, omar, zoe }: Cast): Promise<void> {
  await story.done(omar, "r1.reach.list", 82, {
    analysis: "Read and write on the bucket of customer exports; list on two others; nothing else.",
  });
  await story.tell(zoe, {
    kind: "decide",
    stepId: "r1.D.data.i4",
    option: "not-ruled-out",
    because: "The bucket could be read with the key, and three days of its access log are missing.",
    confidence: "medium",
  });
  await story.tell(zoe, { kind: "classify", classification: ["key-exposed", "personal-data"] });
  const note = await story.tell(zoe, {
    kind: "add-note",
    text: "The exports hold names and mail addresses of about 1,200 customers, no payment data.",
    happenedAt: story.at(85),
  });
  await story.tell(zoe, {
    kind: "correct-entry",
    seq: note,
    text: "The exports hold names and mail addresses of about 12,000 customers, no payment data.",
    because: "A zero was lost: the count is of one week only.",
  });
  await story.tell(lin, {
    kind: "log-pressure",
    from: "Head of sales",
    words: "Can we wait with this until the quarter is closed?",
  });
  await story.done(zoe, "r1.silence.request", 88, { request: "Logged as pressure. Answered: no, and why." });
  await story.tell(zoe, { kind: "add-item", collection: "regimes", label: "GDPR Art. 33, CNIL" });
  await story.tell(zoe, {
    kind: "request-approval",
    for: {
      kind: "complete-step",
      stepId: "r1.risk.rate",
      outcome: "A risk, not a high one",
      evidence: [{ key: "sheet", value: "Names and addresses, readable for hours, no sign of use so far." }],
    },
  });
  await story.tell(omar, { kind: "claim-step", stepId: "r1.did.list" });
  await story.tell(zoe, { kind: "claim-step", stepId: "r1.reg.draft.i5" });
}

const BLOG_POST = `<!doctype html>
<title>Deploying with one command</title>
<p>First export your key: <code>AWS_ACCESS_KEY_ID=AKIA…7Q2F</code></p>
`;

const PIPELINE_CHANGE = `- AWS_ACCESS_KEY_ID: $CI_DEPLOY_KEY
+ permissions: { id-token: write }
+ role: deploy-from-pipeline
`;

const KEY_USE = `[
  { "event": "ListBuckets", "from": "our build server", "times": 212 },
  { "event": "ListObjects", "from": "unknown, a hosting provider", "times": 3 }
]
`;

const RIGHTS = `{ "ci-deploy": ["s3:GetObject", "s3:PutObject", "s3:ListBucket"] }
`;
