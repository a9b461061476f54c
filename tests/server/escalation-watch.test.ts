import { expect, test } from "vitest";
import type { Actor } from "#app/core/incident/context.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import { approvalsOf } from "#app/features/incidents/board-view.server.ts";
import { approvalView } from "#app/features/steps/approval-view.server.ts";
import { askWhoIsNext, watchUnanswered } from "#app/server/escalation-watch.ts";
import type { House } from "#app/server/house.server.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { urgentPage } from "#app/server/queries/board.ts";
import { originOf } from "#app/server/queries/log-entries.ts";
import { textFor } from "#app/server/text/catalogs.ts";
import { aCommand, aHouse, declared, done } from "#tests/store/a-house.ts";
import { anActor } from "#tests/store/fixture.ts";

// Nobody answers: by the clock of the server, and through its restarts.

const MINUTE = 60;

/** Lin leads and asks to close; Zoé answers for privacy, Omar is the executive. The request has 30 minutes. */
async function asked() {
  const test = await aHouse();
  const [lin, zoe, omar] = [anActor("Lin"), anActor("Zoé"), anActor("Omar")];
  const { ref } = await declared(test.house, lin);
  await done(test.house, zoe, ref, aCommand({ kind: "join", roles: ["privacy"] }));
  await done(test.house, omar, ref, aCommand({ kind: "join", roles: ["executive"] }));
  const close = { kind: "close-incident", because: "All is done." };
  await done(test.house, lin, ref, aCommand({ kind: "request-approval", for: close }));
  return { ...test, ref, lin, zoe, omar };
}

async function incidentIn(house: House, ref: IncidentRef) {
  const incident = await house.incident(ref);
  const approval = [...(incident?.approvals.values() ?? [])].at(-1);
  if (incident === undefined || approval === undefined) throw new Error("nothing was asked");
  return { incident, approval };
}

async function seenBy(house: House, ref: IncidentRef, { userId }: Actor) {
  const { incident, approval } = await incidentIn(house, ref);
  return approvalView(incident, approval, userId, new Set(), textFor("en"));
}

test("half of the time gone without an answer, the next one is asked, once, and everyone sees it", async () => {
  const { house, ref, clock, lin, omar } = await asked();
  clock.pass(15 * MINUTE - 1);
  await askWhoIsNext(house);
  expect(await seenBy(house, ref, lin)).toMatchObject({ asking: { people: "Zoé" }, further: [] });
  clock.pass(1);
  await askWhoIsNext(house);
  await askWhoIsNext(house);
  const { incident, approval } = await incidentIn(house, ref);
  expect(approval.further).toMatchObject([{ people: [omar.userId] }]);
  expect(incident.size).toBe((approval.further[0]?.seq ?? 0) + 1);
  expect(await seenBy(house, ref, lin)).toMatchObject({
    status: "waiting",
    asking: { people: "Zoé", next: undefined },
    further: [{ people: "Omar" }],
  });
});

test("what became due while no server ran is done by the one that starts, and not again by the next", async () => {
  const { house, ref, clock, options, omar } = await asked();
  await house.close();
  clock.pass(24 * 3600);
  for (let start = 0; start < 2; start += 1) {
    const again = await openHouse(options);
    const stop = watchUnanswered(again);
    await expect
      .poll(async () => (await incidentIn(again, ref)).approval.further)
      .toMatchObject([{ people: [omar.userId] }]);
    await askWhoIsNext(again);
    expect((await incidentIn(again, ref)).approval).toMatchObject({ status: "waiting", further: [{}] });
    stop();
    await again.close();
  }
});

test("open pages hear of it like of any other entry", async () => {
  const { house, ref, clock } = await asked();
  const { incident } = await incidentIn(house, ref);
  const heard = new Promise<void>((resolve) => {
    house.growth.listen(originOf(house, incident), resolve);
  });
  clock.pass(20 * MINUTE);
  await askWhoIsNext(house);
  await heard;
});

test("an answer in time ends it, and a day of silence approves nothing", async () => {
  const answered = await asked();
  const { approval } = await incidentIn(answered.house, answered.ref);
  const no = aCommand({ kind: "decline", approvalId: approval.id, because: "A key is still alive." });
  await done(answered.house, answered.zoe, answered.ref, no);
  answered.clock.pass(24 * 3600);
  await askWhoIsNext(answered.house);
  expect((await incidentIn(answered.house, answered.ref)).approval.further).toEqual([]);

  const silent = await asked();
  for (let hour = 0; hour < 24; hour += 1) {
    silent.clock.pass(3600);
    await askWhoIsNext(silent.house);
  }
  const { incident, approval: waiting } = await incidentIn(silent.house, silent.ref);
  expect([incident.closed, waiting.status]).toEqual([undefined, "waiting"]);
});

test("the board tells whoever is asked by now, and nobody before", async () => {
  const { house, ref, clock, omar, zoe } = await asked();
  const { shown } = await urgentPage(house, omar, "incident");
  const onBoard = async ({ userId }: Actor) => (await approvalsOf(house, userId, shown)).get(ref) ?? 0;
  expect([await onBoard(zoe), await onBoard(omar)]).toEqual([1, 0]);
  clock.pass(15 * MINUTE);
  await askWhoIsNext(house);
  expect([await onBoard(zoe), await onBoard(omar)]).toEqual([1, 1]);
});
