import { expect, test } from "vitest";
import { loader as plan } from "#app/features/incidents/plan.tsx";
import { loader as room } from "#app/features/incidents/room.tsx";
import { aCommand, declared, done } from "#tests/store/a-house.ts";
import { anActor } from "#tests/store/fixture.ts";
import { aVisitor } from "./a-page.ts";
import { aPerson, aServer } from "./a-server.ts";

/** Mei's second incident says that it is part of her first; Lin is on neither team. */
async function aLink() {
  const server = await aServer();
  const { house } = server;
  const { ref, actor: mei } = await declared(house, anActor("Mei"));
  const { ref: part } = await declared(house, mei);
  const lin = await aPerson(house);
  const visit = await aVisitor(server, lin);
  const before = (await house.incident(ref))?.size;
  const link = { kind: "link-incident", ref, as: "part-of", because: "The same key." };
  const { size } = await done(house, mei, part, aCommand(link));
  return { house, mei, ref, part, visit, before, seq: size - 1 };
}

test("an incident shows who says to be part of it, in the room and the plan, and its log gains no entry", async () => {
  const { house, ref, part, visit, before, seq } = await aLink();
  const codename = (await house.incident(part))?.codename.value;
  const from = [{ ref: part, codename, as: "part-of", seq }];
  expect((await room(visit(`/i/${ref}`, { ref }))).linkedFrom).toEqual(from);
  expect((await plan(visit(`/i/${ref}/plan`, { ref }))).linkedFrom).toEqual(from);
  expect((await room(visit(`/i/${part}`, { ref: part }))).linkedFrom).toEqual([]);
  expect((await house.incident(ref))?.size).toBe(before);
});

test("whoever may not see the other incident is not told that it speaks of this one", async () => {
  const { house, mei, ref, part, visit } = await aLink();
  await done(house, mei, part, aCommand({ kind: "restrict", because: "It concerns a colleague" }));
  expect((await room(visit(`/i/${ref}`, { ref }))).linkedFrom).toEqual([]);
});
