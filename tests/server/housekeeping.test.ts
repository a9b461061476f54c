import { expect, test } from "vitest";
import { signIn } from "#app/server/auth/sign-in.ts";
import { keepHouse } from "#app/server/housekeeping.ts";
import { aPerson, aServer, HERE, ORIGIN, PASSWORD } from "./a-server.ts";

test("sign-ins that ran out are removed, those that hold stay", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const enter = async () => {
    const credentials = { email: lin.email, password: PASSWORD };
    expect((await signIn(server.door, new Request(ORIGIN), credentials, HERE.address)).ok).toBe(true);
  };
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
