import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { steps } from "#app/core/incident/incident.ts";
import { now } from "#app/core/incident/now.ts";
import { openDoor } from "#app/server/auth/door.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { signIn } from "#app/server/auth/sign-in.ts";
import { shippedPlaybooks } from "#app/server/content/playbooks.server.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { closedIncidents, openIncidents } from "#app/server/queries/board.ts";
import { entered } from "#tests/server/a-browser.ts";
import { aFolder, at } from "#tests/store/fixture.ts";
import { sangfroid } from "./command-line.ts";

test("the demo fills an empty folder with one open and one closed incident and a drill, told by three people", async () => {
  const data = join(aFolder(), "demo");
  const { code, stdout, stderr } = await sangfroid("demo", "--data", data);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain(`sangfroid serve --data ${data}`);

  const house = await openHouse({ data, as: "command-line", app: "1.0.0", playbooks: shippedPlaybooks });
  expect(house.standing).toBe("sound");
  const people = await house.store.snapshot((reads) => reads.people());
  expect(people.map(({ name }) => name)).toEqual(["Lin Wei", "Omar Haddad", "Zoé Martin", "Ada Novak"]);

  const credentials = { email: "omar@example.org", password: "practice makes calm" };
  const door = openDoor(house, "http://localhost:3000");
  const request = new Request("http://localhost:3000");
  const visit = { address: "127.0.0.1", device: "Firefox on Linux" };
  const { signedIn } = entered(await signIn({ door, request, visit }, credentials));
  const omar = actorOf(signedIn);
  const open = await openIncidents(house, omar);
  // Omar is told nothing of the restricted one.
  expect(open.map(({ kind }) => kind).sort()).toEqual(["drill", "incident", "incident"]);
  expect(await closedIncidents(house, omar)).toHaveLength(1);

  const story = open.find(({ title }) => title.startsWith("Access key"));
  if (story === undefined) throw new Error("an open incident was due");
  const incident = await house.incident(story.ref);
  if (incident === undefined) throw new Error("an open incident was due");
  const standing = [...steps(incident).values()].map(({ status }) => status);
  expect(
    standing.filter((status) => status === "done" || status === "skipped").length,
  ).toBeGreaterThanOrEqual(20);
  for (const status of ["in-progress", "blocked", "awaiting-approval", "ready", "skipped"])
    expect(standing).toContain(status);
  expect(now(incident, omar.userId, incident.lastAt ?? at("2026-11-24T00:00:00Z")).mine).toMatchObject({
    kind: "step",
    because: "claimed",
  });

  const supplier = await house.incident(
    open.find(({ title }) => title.includes("supplier"))?.ref ?? story.ref,
  );
  const waiting = [...(supplier?.approvals.values() ?? [])].find(({ status }) => status === "waiting");
  expect(waiting?.further.map(({ people }) => people)).toEqual([[omar.userId]]);
  expect(supplier?.handover?.to).toBe(omar.userId);
  expect(supplier?.links).toMatchObject([{ ref: story.ref, as: "related-to" }]);
  expect([...(supplier?.people.values() ?? [])].map(({ name }) => name)).toContain("Ada Novak");
  await house.close();
});

test("a folder with anything in it is refused and left as it is", async () => {
  const data = aFolder();
  mkdirSync(join(data, "mine"));
  writeFileSync(join(data, "notes.txt"), "mine");
  const { code, stdout, stderr } = await sangfroid("demo", "--data", data);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("is not empty, and nothing in it is touched");
  expect(readdirSync(data).sort()).toEqual(["mine", "notes.txt"]);
});
