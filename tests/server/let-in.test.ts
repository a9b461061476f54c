import { expect, test } from "vitest";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { settled } from "#app/server/afterwards.ts";
import { askToBeLetIn, waitingLetIns } from "#app/server/auth/let-in.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { execute } from "#app/server/execute.server.ts";
import { aSession } from "./a-browser.ts";
import { aClient, aPerson, aServer } from "./a-server.ts";
import { actsOf } from "./installation-acts.ts";

// Into a restricted incident whose team nobody reaches: an administrator asks, a second person lets in.

async function aCase() {
  const server = await aServer();
  const lin = await aClient(server);
  const ref = await lin.declare();
  if (!isIncidentRef(ref)) throw new Error("no ref");
  await lin.command(ref, { kind: "restrict", because: "It concerns a colleague" });
  const administrator = await aClient(server, "administrator");
  const zoe = await aClient(server);
  const { signedIn } = await aSession(server, administrator.person);
  const second = zoe.person.id;
  const ask = (to: string, named = second) => {
    if (!isIncidentRef(to)) throw new Error("no ref");
    return askToBeLetIn(server.door, signedIn, to, { second: named, because: "Nobody answers" });
  };
  return { server, lin, ref, administrator, zoe, ask };
}

test("an administrator is let in by the person they named, and both stand in the incident's log", async () => {
  const { server, lin, ref, administrator, zoe, ask } = await aCase();
  expect((await administrator.get(`/incidents/${ref}`)).status).toBe(404);
  await ask(ref);
  await settled(server.house);
  expect(await waitingLetIns(server.door, lin.person.id)).toEqual([]);
  const [waiting, ...others] = await waitingLetIns(server.door, zoe.person.id);
  expect(others).toEqual([]);
  expect(waiting).toMatchObject({ ref, by: { id: administrator.person.id }, because: "Nobody answers" });
  // Being asked shows the second person nothing of it.
  expect((await zoe.get(`/incidents/${ref}`)).status).toBe(404);
  const { signedIn } = await aSession(server, zoe.person);
  const letIn = { kind: "let-in", seq: waiting?.seq ?? -1 } as const;
  const stale = await execute(server.house, actorOf(signedIn), ref, letIn);
  expect(stale.ok ? "accepted" : stale.error.code).toBe("reauthenticate");
  expect((await execute(server.house, actorOf(signedIn, server.door.now()), ref, letIn)).ok).toBe(true);
  expect((await administrator.get(`/incidents/${ref}`)).status).toBe(200);
  expect((await zoe.get(`/incidents/${ref}`)).status).toBe(404);
  expect(await waitingLetIns(server.door, zoe.person.id)).toEqual([]);
  const log = await (await lin.get(`/incidents/${ref}/entries`)).text();
  for (const act of ["let-in-asked", "person-let-in"]) expect(log).toContain(act);
});

test("the answer, and what the installation's log says, are the same where there is no such incident", async () => {
  const { server, ref, administrator, ask } = await aCase();
  const before = await actsOf(server, administrator.person.id);
  const outcomes = [await ask(ref), await ask("0".repeat(26))];
  expect(outcomes).toEqual([
    { ok: true, value: undefined },
    { ok: true, value: undefined },
  ]);
  const after = await actsOf(server, administrator.person.id);
  expect(after.slice(before.length)).toEqual(["let-in-asked", "let-in-asked"]);
  const entries = await server.house.store.snapshot((reads) =>
    reads.entries(server.house.installation, 0, 10_000),
  );
  const asked = entries.filter(({ leaf }) => Buffer.from(leaf).toString().includes('"let-in-asked"'));
  expect(JSON.stringify(asked.map(({ slots }) => slots))).not.toContain(ref);
  await settled(server.house);
});

test("nobody names themselves, an observer, a guest or someone deactivated; only an administrator asks", async () => {
  const { server, ref, administrator, zoe, ask } = await aCase();
  const observer = await aPerson(server.house, "observer");
  const guest = await aPerson(server.house, "guest");
  const gone = await aPerson(server.house);
  await server.house.store.transact((tx) => tx.changePerson(gone.id, { active: false }));
  for (const named of [administrator.person, observer, guest, gone]) {
    const outcome = await ask(ref, named.id);
    expect(outcome.ok ? "accepted" : outcome.error.code).toBe("may-not-second");
  }
  const { signedIn } = await aSession(server, zoe.person);
  const asMember = { second: administrator.person.id, because: "x" };
  const outcome = await askToBeLetIn(server.door, signedIn, ref, asMember);
  expect(outcome.ok ? "accepted" : outcome.error.code).toBe("role-needed");
});
