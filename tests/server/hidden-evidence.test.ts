import { describe, expect, test } from "vitest";
import { loader as room } from "#app/features/incidents/room.tsx";
import { loader as correct } from "#app/features/log/correct.tsx";
import { loader as entriesToCheck } from "#app/features/log/entries.ts";
import { loader as log } from "#app/features/log/log.tsx";
import { loader as download } from "#app/features/steps/evidence-download.ts";
import { loader as step } from "#app/features/steps/step.tsx";
import { recordedEntries } from "#app/server/api/recorded.ts";
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
async function readings({ server, ref, statement }: Case, client: Client): Promise<Record<string, string>> {
  const visit = await aVisitor(server, client.person);
  const [base, params] = [`/i/${ref}`, { ref }];
  const checked = await entriesToCheck(visit(`${base}/entries?from=0`, params));
  return {
    now: JSON.stringify(await room(visit(base, params))),
    log: JSON.stringify(await log(visit(`${base}/log`, params))),
    "log, found by its text": JSON.stringify(
      (await log(visit(`${base}/log?text=4711`, params))).page.entries,
    ),
    step: JSON.stringify(await step(visit(`${base}/steps/${STEP}`, { ref, step: STEP }))),
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
