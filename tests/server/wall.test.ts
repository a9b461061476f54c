import { expect, test } from "vitest";
import { z } from "zod";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { loader as wallNow } from "#app/features/wall/now.ts";
import { action, loader } from "#app/features/wall/walls.tsx";
import { forge } from "#tests/store/forge.ts";
import { aVisitor } from "./a-page.ts";
import { aClient, aServer, ORIGIN } from "./a-server.ts";

const opened = z.object({ data: z.object({ address: z.string() }) });

/** Lin leads; she has the page of walls open. */
async function aLead() {
  const server = await aServer();
  const lin = await aClient(server);
  const ref = await lin.declare();
  const visit = await aVisitor(server, lin.person);
  const page = () => loader(visit(`/i/${ref}/walls`, { ref }));
  const press = async (seed: string) => {
    const body = new URLSearchParams({ kind: "open-wall", form: "open-wall", hours: "8", seed });
    return opened.parse(await action(visit(`/i/${ref}/walls`, { ref }, { method: "POST", body }))).data
      .address;
  };
  const read = async (address: string) => {
    const token = address.slice(`${ORIGIN}/wall/`.length);
    return (await wallNow(visit(`/wall/${token}/now`, { token }))).json();
  };
  return { server, lin, ref, page, press, read };
}

test("a wall that is opened by a double press is one wall, with one address", async () => {
  const { page, press } = await aLead();
  const { seed } = await page();
  const [first, second] = await Promise.all([press(seed), press(seed)]);
  expect(second).toBe(first);
  expect((await page()).walls).toHaveLength(1);
  expect(await press((await page()).seed)).not.toBe(first);
  expect((await page()).walls).toHaveLength(2);
});

test("a wall says when the next word to the outside is due, and else that this is not set", async () => {
  const { lin, ref, page, press, read } = await aLead();
  const address = await press((await page()).seed);
  expect(await read(address)).not.toHaveProperty("nextUpdate");
  await lin.command(ref, { kind: "start-playbook", playbookId: "data-for-sale" });
  const { nextUpdate } = z.object({ nextUpdate: z.string() }).parse(await read(address));
  expect(Date.parse(nextUpdate)).toBeGreaterThan(Date.parse("2026-11-24T03:00:00Z"));
});

test("a wall says what the server found when it hashed the log anew, at most five minutes ago", async () => {
  const { server, lin, ref, page, press, read } = await aLead();
  const address = await press((await page()).seed);
  const size = isIncidentRef(ref) ? (await server.house.incident(ref))?.size : undefined;
  expect(await read(address)).toMatchObject({ checked: { size, sound: true } });
  await lin.command(ref, { kind: "add-note", text: "The post is down" });
  server.clock.pass(299);
  expect(await read(address)).toMatchObject({ checked: { size, sound: true } });
  server.clock.pass(1);
  expect(await read(address)).toMatchObject({ checked: { size: (size ?? 0) + 1, sound: true } });
});

test("a wall says so when an entry was changed in the database", async () => {
  const { server, page, press, read } = await aLead();
  const address = await press((await page()).seed);
  forge(server.data, "UPDATE entry SET leaf = x'7b7d' WHERE seq = 1");
  expect(await read(address)).toMatchObject({ checked: { sound: false } });
});
