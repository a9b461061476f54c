import { describe, expect, test } from "vitest";
import { playbookOf } from "#app/core/playbook/content-hash.ts";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { loader as approvals } from "#app/features/incidents/approvals.tsx";
import { loader as room } from "#app/features/incidents/room.tsx";
import { loader as correct } from "#app/features/log/correct.tsx";
import { loader as entriesToCheck } from "#app/features/log/entries.ts";
import { loader as log } from "#app/features/log/log.tsx";
import { loader as download } from "#app/features/steps/evidence-download.ts";
import { loader as step } from "#app/features/steps/step.tsx";
import { recordedEntries } from "#app/server/api/recorded.ts";
import { incidentState } from "#app/server/api/state.ts";
import { sensitiveIn } from "#app/server/queries/audience.ts";
import { originOf } from "#app/server/queries/log-entries.ts";
import { aTemplate } from "#tests/incident/world.ts";
import { aVisitor } from "./a-page.ts";
import { aClient, aServer, bodyOf, type Client, type TestServer } from "./a-server.ts";

// What a person hides from observers: whoever only watches reads it nowhere, the team everywhere.

const SECRET = "Customers of Acme, 4711 rows";
const NAME = "acme-customers.csv";
const STEP = "r1.pub.snap";

interface Case {
  readonly server: TestServer;
  readonly lin: Client;
  readonly ref: string;
  readonly statement: number;
  readonly file: number;
}

async function anIncidentWithHidden(): Promise<Case> {
  const server = await aServer();
  const lin = await aClient(server);
  const ref = await lin.declare();
  await lin.command(ref, { kind: "start-playbook", playbookId: "leaked-key" });
  const added = await lin.command(ref, { kind: "add-evidence", stepId: STEP, key: "address", value: SECRET });
  const statement = (await bodyOf(added, recordedEntries)).entries[0]?.seq ?? -1;
  const form = new FormData();
  form.set("stepId", STEP);
  form.set("key", "capture");
  form.set("value", `As exported: ${SECRET}`);
  form.append("file", new Blob(["row"]), NAME);
  const attached = await server.ask(`/api/v1/incidents/${ref}/evidence`, {
    method: "POST",
    headers: { Authorization: `Bearer ${lin.token}` },
    body: form,
  });
  const file = (await bodyOf(attached, recordedEntries)).entries[0]?.seq ?? -1;
  for (const seq of [statement, file]) {
    const hidden = await lin.command(ref, { kind: "hide-evidence", seq, because: "Names customers" });
    expect(hidden.status).toBe(200);
  }
  return { server, lin, ref, statement, file };
}

async function invited({ server, lin, ref }: Case, installation: "observer" | "member") {
  const guest = await aClient(server, installation);
  const answer = await lin.command(ref, { kind: "set-role", userId: guest.person.id, roles: ["observer"] });
  expect(answer.status).toBe(200);
  return guest;
}

/** Everything this person is given about the incident, by where. */
async function readings(
  { server, ref, statement }: Case,
  client: Client,
  stepId = STEP,
): Promise<Record<string, string>> {
  const visit = await aVisitor(server, client.person);
  const [base, params] = [`/i/${ref}`, { ref }];
  const checked = await entriesToCheck(visit(`${base}/entries?from=0`, params));
  return {
    now: JSON.stringify(await room(visit(base, params))),
    log: JSON.stringify(await log(visit(`${base}/log`, params))),
    "log, found by its text": JSON.stringify(
      (await log(visit(`${base}/log?text=4711`, params))).page.entries,
    ),
    step: JSON.stringify(await step(visit(`${base}/steps/${stepId}`, { ref, step: stepId }))),
    correction: await Promise.resolve(
      correct(visit(`${base}/log/${statement}/correct`, { ref, seq: String(statement) })),
    ).then(
      (seen) => JSON.stringify(seen),
      () => "not there",
    ),
    check: await checked.text(),
    "entries of the API": await (await client.get(`/incidents/${ref}/entries`)).text(),
    "state of the API": await (await client.get(`/incidents/${ref}`)).text(),
  };
}

function placesOf(told: Record<string, string>, text: string): readonly string[] {
  return Object.keys(told).filter((place) => told[place]?.includes(text));
}

describe.each(["observer", "member"] as const)(
  "a %s of the installation who only watches",
  (installation) => {
    test("reads neither the text nor the file's name of hidden evidence, anywhere", async () => {
      const hidden = await anIncidentWithHidden();
      const told = await readings(hidden, await invited(hidden, installation));
      expect(placesOf(told, SECRET)).toEqual([]);
      expect(placesOf(told, NAME)).toEqual([]);
      expect(placesOf(told, "Hidden from your role")).toEqual(["now", "log", "step"]);
      expect(told["log, found by its text"]).toBe("[]");
    });

    test("is not given the hidden file", async () => {
      const hidden = await anIncidentWithHidden();
      const { ref, file, server } = hidden;
      const visit = await aVisitor(server, (await invited(hidden, installation)).person);
      const asked = download(visit(`/i/${ref}/evidence/${file}`, { ref, seq: String(file) }));
      await expect(asked).rejects.toMatchObject({ init: { status: 404 } });
    });
  },
);

test("the team reads hidden evidence everywhere, and gets its file", async () => {
  const hidden = await anIncidentWithHidden();
  const { ref, file, server, lin } = hidden;
  const told = await readings(hidden, lin);
  expect(placesOf(told, SECRET)).toEqual([
    "now",
    "log",
    "log, found by its text",
    "step",
    "correction",
    "check",
    "entries of the API",
  ]);
  const visit = await aVisitor(server, lin.person);
  const answer = await download(visit(`/i/${ref}/evidence/${file}`, { ref, seq: String(file) }));
  expect(await answer.text()).toBe("row");
});

test("someone who watches and also has a hand in it reads like the team", async () => {
  const hidden = await anIncidentWithHidden();
  const guest = await invited(hidden, "member");
  await hidden.lin.command(hidden.ref, {
    kind: "set-role",
    userId: guest.person.id,
    roles: ["observer", "technical"],
  });
  expect(placesOf(await readings(hidden, guest), SECRET)).toContain("step");
});

describe("what repeats hidden evidence is hidden with it", () => {
  const SEND = "r1.send";
  const step = {
    four_eyes: true,
    danger: 2,
    reversible: "yes",
    undo: "Send a correction",
    roles: ["privacy"],
    evidence: [{ key: "receipt", label: "Receipt", kind: "value" }],
  };

  /** Evidence stated with a request that is declined, asked for again, approved; corrected; then hidden. */
  async function stated() {
    const server = await aServer({ playbooks: [playbookOf(aTemplate({ send: step }))] });
    const [lin, omar] = [await aClient(server), await aClient(server)];
    const ref = await lin.declare();
    const must = async (client: Client, command: unknown) =>
      (await bodyOf(await client.command(ref, command), recordedEntries)).entries;
    await must(lin, { kind: "start-playbook", playbookId: "sample" });
    await must(omar, { kind: "join", roles: ["executive"] });
    const complete = { kind: "complete-step", stepId: SEND, evidence: [{ key: "receipt", value: SECRET }] };
    const [first] = await must(lin, { kind: "request-approval", for: { ...complete, outcome: "Sent" } });
    await must(omar, { kind: "decline", approvalId: first?.seq, because: "No outcome yet" });
    const [second] = await must(lin, { kind: "request-approval", for: complete });
    const state = await bodyOf(await lin.get(`/incidents/${ref}`), incidentState);
    const hash = state.approvals.find(({ id }) => id === second?.seq)?.hash;
    const entries = await must(omar, { kind: "approve", approvalId: second?.seq, hash });
    const statement = entries.find(({ act }) => act === "evidence-added")?.seq ?? -1;
    const [fix] = await must(lin, {
      kind: "correct-entry",
      seq: statement,
      text: `${SECRET}, and 12 more`,
      because: "Counted again",
    });
    await must(lin, { kind: "hide-evidence", seq: statement, because: "Names customers" });
    return {
      case: { server, lin, ref, statement, file: -1 },
      seqs: [first?.seq, second?.seq, statement, fix?.seq],
    };
  }

  test("the requests it was stated with and its correction, on pages, in entries and in the state", async () => {
    const { case: hidden } = await stated();
    const observer = await invited(hidden, "observer");
    const { server, ref } = hidden;
    const visit = await aVisitor(server, observer.person);
    const told = {
      ...(await readings(hidden, observer, SEND)),
      approvals: JSON.stringify(await approvals(visit(`/i/${ref}/approvals`, { ref }))),
    };
    expect(placesOf(told, SECRET)).toEqual([]);
    expect(placesOf(await readings(hidden, hidden.lin, SEND), SECRET)).toContain("state of the API");
  });

  test("a bundle for an insurer leaves out the same entries", async () => {
    const { case: hidden, seqs } = await stated();
    const { server, ref } = hidden;
    const incident = isIncidentRef(ref) ? await server.house.incident(ref) : undefined;
    if (incident === undefined) throw new Error("no incident");
    expect([...(await sensitiveIn(server.house, originOf(server.house, incident))).hidden].sort()).toEqual(
      [...seqs].sort(),
    );
  });
});
