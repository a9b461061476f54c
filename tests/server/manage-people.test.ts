import { describe, expect, test } from "vitest";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import {
  changeRole,
  consequencesOf,
  deactivate,
  reactivate,
  signOutEverywhere,
} from "#app/server/auth/manage-people.ts";
import { currentPerson } from "#app/server/auth/session.ts";
import { aSession, withCookie, withPassword } from "./a-browser.ts";
import { aClient, aPerson, aServer } from "./a-server.ts";
import { actsOf } from "./installation-acts.ts";

// What administrators do to accounts: each act on record, and nothing that was done changes.

async function aCase() {
  const server = await aServer();
  const administrator = await aPerson(server.house, "administrator", "Zoé Marchetti");
  const { signedIn } = await aSession(server, administrator);
  const lin = await aClient(server);
  return { server, administrator, signedIn, lin };
}

const codeOf = async (outcome: Promise<{ ok: boolean; error?: { code: string } }>) =>
  (await outcome).error?.code ?? "done";

describe("deactivating", () => {
  test("ends sessions and tokens at once, and signing in is refused", async () => {
    const { server, signedIn, lin } = await aCase();
    const { cookie } = await aSession(server, lin.person);
    expect((await lin.get("/incidents")).status).toBe(200);
    await deactivate(server.house, signedIn, lin.person.id, "Left us");
    expect(await currentPerson(server.door, withCookie(cookie))).toBeUndefined();
    expect((await lin.get("/incidents")).status).toBe(401);
    expect(await codeOf(withPassword(server, lin.person))).toBe("wrong-sign-in");
    expect(await actsOf(server, lin.person.id)).toContain("person-deactivated");
  });

  test("keeps the name on what was done, tells each team, and lets one of it take the lead and the steps", async () => {
    const { server, signedIn, lin } = await aCase();
    const omar = await aClient(server);
    const ref = await lin.declare();
    if (!isIncidentRef(ref)) throw new Error("no ref");
    await lin.command(ref, { kind: "restrict", because: "It concerns a colleague" });
    await lin.command(ref, { kind: "set-role", userId: omar.person.id, roles: ["technical"] });
    await lin.command(ref, { kind: "start-playbook", playbookId: "leaked-key" });
    await lin.command(ref, { kind: "claim-step", stepId: "r1.key.id" });
    // The administrator is not on its team: nothing of it is told to them, and yet it is told.
    expect(await consequencesOf(server.house, signedIn, lin.person.id)).toEqual([]);
    await deactivate(server.house, signedIn, lin.person.id, "Left us");
    const told = await server.house.incident(ref);
    expect(told?.people.get(lin.person.id)).toMatchObject({
      name: "Lin Wei",
      deactivated: true,
      roles: ["lead"],
    });
    const roles = ["technical", "lead"];
    const take = await omar.command(ref, { kind: "set-role", userId: omar.person.id, roles });
    expect(take.status).toBe(200);
    const to = omar.person.id;
    const step = await omar.command(ref, {
      kind: "reassign-step",
      stepId: "r1.key.id",
      to,
      because: "Lin left",
    });
    expect(step.status).toBe(200);
  });

  test("tells first what stands open in their name", async () => {
    const { server, signedIn, lin } = await aCase();
    const ref = await lin.declare();
    await lin.command(ref, { kind: "start-playbook", playbookId: "leaked-key" });
    await lin.command(ref, { kind: "claim-step", stepId: "r1.key.id" });
    const [one, ...others] = await consequencesOf(server.house, signedIn, lin.person.id);
    expect(others).toEqual([]);
    expect(one).toMatchObject({ ref, leads: true });
    expect(one?.steps).toHaveLength(1);
  });

  test("can be undone: the same password opens again, tokens stay revoked", async () => {
    const { server, signedIn, lin } = await aCase();
    const ref = await lin.declare();
    await deactivate(server.house, signedIn, lin.person.id, "By mistake");
    expect(await codeOf(reactivate(server.house, signedIn, lin.person.id))).toBe("done");
    expect(await codeOf(withPassword(server, lin.person))).toBe("done");
    expect((await lin.get("/incidents")).status).toBe(401);
    const state = isIncidentRef(ref) ? await server.house.incident(ref) : undefined;
    expect(state?.people.get(lin.person.id)?.deactivated).toBe(false);
    expect(await codeOf(reactivate(server.house, signedIn, lin.person.id))).toBe("no-change");
  });
});

describe("the last administrator", () => {
  test("can be neither deactivated nor given another role; of two, one can", async () => {
    const { server, administrator, signedIn } = await aCase();
    const { house } = server;
    expect(await codeOf(deactivate(house, signedIn, administrator.id, "x"))).toBe("last-administrator");
    expect(await codeOf(changeRole(house, signedIn, administrator.id, "member"))).toBe("last-administrator");
    const second = await aPerson(house, "administrator");
    expect(await codeOf(changeRole(house, signedIn, second.id, "observer"))).toBe("done");
    expect(await codeOf(changeRole(house, signedIn, administrator.id, "member"))).toBe("last-administrator");
  });

  test("stays one when two of them take it from each other at the same moment", async () => {
    const { server, administrator, signedIn } = await aCase();
    const second = await aPerson(server.house, "administrator");
    const codes = await Promise.all([
      codeOf(deactivate(server.house, signedIn, second.id, "x")),
      codeOf(deactivate(server.house, signedIn, administrator.id, "x")),
    ]);
    expect(codes).toEqual(["done", "last-administrator"]);
  });
});

test("a changed role counts from the next request on, and is on record with the one before", async () => {
  const { server, signedIn, lin } = await aCase();
  const ref = await lin.declare();
  const omar = await aClient(server);
  expect((await omar.get(`/incidents/${ref}`)).status).toBe(200);
  await changeRole(server.house, signedIn, omar.person.id, "observer");
  expect((await omar.get(`/incidents/${ref}`)).status).toBe(404);
  expect(await codeOf(changeRole(server.house, signedIn, omar.person.id, "observer"))).toBe("no-change");
  expect(await actsOf(server, omar.person.id)).toContain("person-role-set");
});

test("a guest is given no role of the installation", async () => {
  const { server, signedIn } = await aCase();
  const guest = await aPerson(server.house, "guest");
  expect(await codeOf(changeRole(server.house, signedIn, guest.id, "member"))).toBe("guest-role");
});

test("signing someone out ends each of their browsers, and nobody else's", async () => {
  const { server, signedIn, lin, administrator } = await aCase();
  const [one, two] = [await aSession(server, lin.person), await aSession(server, lin.person)];
  const mine = await aSession(server, administrator);
  await signOutEverywhere(server.house, signedIn, lin.person.id);
  for (const { cookie } of [one, two])
    expect(await currentPerson(server.door, withCookie(cookie))).toBeUndefined();
  expect(await currentPerson(server.door, withCookie(mine.cookie))).toBeDefined();
  expect(await actsOf(server, lin.person.id)).toContain("sessions-ended");
});
