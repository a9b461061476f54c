import { expect, test } from "vitest";
import { keepHouse } from "#app/server/housekeeping.ts";
import { aSession } from "./a-browser.ts";
import { aPerson, aServer } from "./a-server.ts";

test("sign-ins that ran out are removed, those that hold stay", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const enter = () => aSession(server, lin);
  const sessions = () => server.house.store.snapshot((reads) => reads.sessionsOf(lin.id));
  await enter();
  server.clock.pass(72 * 3600 - 60);
  await enter();
  expect(await sessions()).toHaveLength(2);
  server.clock.pass(120);
  const failures: unknown[] = [];
  const stop = keepHouse(server.house, (error) => failures.push(error));
  await expect.poll(async () => (await sessions()).length).toBe(1);
  stop();
  expect(failures).toEqual([]);
});
