import { expect, test } from "vitest";
import { no } from "#app/core/shared/result.ts";
import {
  addFirstPerson,
  confirmCheckpointTaken,
  confirmKeySeen,
  issueSetUpToken,
  nameOrganisation,
  needsSetUp,
  passRecovery,
  type SetUpVisit,
  visitSetUp,
} from "#app/server/auth/set-up.ts";
import { readOrganisation } from "#app/server/auth/set-up-record.ts";
import { leafFrom } from "#app/server/log/entry.ts";
import { aPerson, aServer, ORIGIN, PASSWORD, type TestServer } from "./a-server.ts";

const LIN = { name: "Lin Wei", email: "lin@example.org" };
const VISIT = { address: "203.0.113.7", device: "Firefox on Windows" };
const KEY = { password: PASSWORD };
const ADDRESS = "203.0.113.7";

function visit(
  server: TestServer,
  { token, cookie, address = ADDRESS }: { token?: string; cookie?: string; address?: string },
) {
  const pair = cookie?.split(";")[0];
  const request = new Request(ORIGIN, pair === undefined ? {} : { headers: { Cookie: pair } });
  return visitSetUp(server.door, request, { token, address });
}

async function entered(server: TestServer): Promise<SetUpVisit & { token: string; browser: string }> {
  const token = await issueSetUpToken(server.house);
  if (token === undefined) throw new Error("a token was due");
  const outcome = await visit(server, { token });
  if (!outcome.ok) throw new Error(outcome.error.code);
  return { ...outcome.value, token, browser: outcome.value.cookie ?? "" };
}

async function acts(server: TestServer): Promise<readonly string[]> {
  const { installation, store } = server.house;
  const leaves = await store.snapshot((reads) => reads.leaves(installation, 0, 1000));
  return leaves.map((leaf) => leafFrom(installation, leaf).act);
}

test("an empty database is no open door: without the printed token nobody sets up", async () => {
  const server = await aServer();
  expect(await visit(server, {})).toEqual(no({ code: "set-up-token-needed" }));
  await issueSetUpToken(server.house);
  expect(await visit(server, {})).toEqual(no({ code: "set-up-token-needed" }));
  expect(await visit(server, { token: "guess" })).toEqual(no({ code: "set-up-token-wrong" }));
});

test("the browser that came with the token first goes on, a second one hears who it is", async () => {
  const server = await aServer();
  const { token, browser } = await entered(server);
  expect(await visit(server, { cookie: browser })).toMatchObject({ ok: true, value: { cookie: undefined } });
  expect(await visit(server, { token, address: "198.51.100.1" })).toEqual(
    no({ code: "being-set-up", address: ADDRESS, since: "2026-11-24T03:00:00.000Z" }),
  );
});

test("the link of the next start takes over from a browser that was lost", async () => {
  const server = await aServer();
  const { token: first } = await entered(server);
  const second = await issueSetUpToken(server.house);
  expect(await visit(server, { token: first })).toEqual(no({ code: "set-up-token-wrong" }));
  expect((await visit(server, { token: second ?? "" })).ok).toBe(true);
});

test("each step leads to the next, can be entered again, and is on record", async () => {
  const server = await aServer();
  const { browser, ...first } = await entered(server);
  expect(first.state.next).toBe("organisation");
  await nameOrganisation(server.house, first, "Example Ltd");
  await nameOrganisation(server.house, first, "Example GmbH");
  const named = await visit(server, { cookie: browser });
  expect(named).toMatchObject({
    ok: true,
    value: { state: { next: "person", organisation: "Example GmbH" } },
  });

  const lin = await addFirstPerson(server.door, VISIT, LIN, KEY);
  if (!lin.ok) throw new Error(lin.error.code);
  const { signedIn, cookie } = lin.value;
  expect(signedIn.person.role).toBe("administrator");
  const next = async () => {
    const outcome = await visit(server, { cookie });
    return outcome.ok ? outcome.value.state.next : outcome.error.code;
  };
  expect(await next()).toBe("recovery");
  await passRecovery(server.door);
  expect(await next()).toBe("key");
  await confirmKeySeen(server.house, signedIn);
  expect(await next()).toBe("checkpoint");
  await confirmCheckpointTaken(server.house, signedIn);
  expect(await next()).toBe("done");
  expect(await acts(server)).toEqual([
    "installation-begun",
    "organisation-named",
    "organisation-named",
    "person-added",
    "log-key-shown",
    "person-named",
    "checkpoint-taken",
    "set-up-completed",
  ]);
});

test("the token dies with the first person: it never makes a second one", async () => {
  const server = await aServer();
  const { token, browser } = await entered(server);
  await addFirstPerson(server.door, VISIT, LIN, KEY);
  expect(await visit(server, { token })).toEqual(no({ code: "sign-in-needed" }));
  expect(await visit(server, { cookie: browser })).toEqual(no({ code: "sign-in-needed" }));
  expect(await addFirstPerson(server.door, VISIT, { ...LIN, email: "other@example.org" }, KEY)).toEqual(
    no({ code: "sign-in-needed" }),
  );
  expect(await issueSetUpToken(server.house)).toBeUndefined();
});

test("an administrator added at the command line closes the door as well", async () => {
  const server = await aServer();
  expect(await needsSetUp(server.house)).toBe(true);
  await aPerson(server.house, "member");
  expect(await needsSetUp(server.house)).toBe(true);
  await aPerson(server.house, "administrator");
  expect(await needsSetUp(server.house)).toBe(false);
  expect(await issueSetUpToken(server.house)).toBeUndefined();
});

test("neither token nor browser id is kept as it is", async () => {
  const server = await aServer();
  const { token, browser } = await entered(server);
  const kept = await server.house.store.snapshot((reads) => reads.setting("set-up"));
  expect(kept).not.toContain(token);
  expect(kept).not.toContain(browser.split(";")[0]?.split("=")[1]);
});

test("before there is a person the set-up acts for the system, and the log says how", async () => {
  const server = await aServer();
  await nameOrganisation(server.house, await entered(server), "Example Ltd");
  const { installation, store } = server.house;
  const [, leaf] = await store.snapshot((reads) => reads.leaves(installation, 0, 2));
  if (leaf === undefined) throw new Error("an entry was due");
  expect(leafFrom(installation, leaf).by).toEqual({ auth: "setup", k: "system", u: "system" });
  expect(await store.snapshot(readOrganisation)).toBe("Example Ltd");
});
