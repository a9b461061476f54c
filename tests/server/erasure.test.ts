import { describe, expect, test } from "vitest";
import { z } from "zod";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { commandFrom } from "#app/features/act/form-command.server.ts";
import { action, loader as erasePage } from "#app/features/erasure/erase.tsx";
import { loader as logPage } from "#app/features/log/log.tsx";
import { loader as erasedPage } from "#app/features/offline/erased.ts";
import { aVisitor } from "./a-page.ts";
import { aClient, aServer, bodyOf, type Client, problemOf } from "./a-server.ts";

// From the log's entry to its scar, as pages and programs see it.

const WORDS = "Ines Duarte clicked the link";
const recorded = z.looseObject({ entries: z.array(z.looseObject({ seq: z.int() })) });

async function aTold() {
  const server = await aServer();
  const lin = await aClient(server);
  const zoe = await aClient(server);
  const ref = await lin.declare();
  if (!isIncidentRef(ref)) throw new Error("no ref");
  await zoe.command(ref, { kind: "join", roles: ["legal"] });
  const note = await bodyOf(await lin.command(ref, { kind: "add-note", text: WORDS }), recorded);
  const seq = note.entries[0]?.seq ?? -1;
  const state = z.looseObject({ codename: z.string() });
  const { codename } = await bodyOf(await lin.get(`/incidents/${ref}`), state);
  const order = {
    kind: "erase-payload",
    seq,
    slots: ["f:text"],
    ground: "more-than-needed",
    because: "It names a colleague",
    codename,
  };
  const page = async (client: Client) => {
    const visit = await aVisitor(server, client.person);
    return erasePage(visit(`/i/${ref}/log/${seq}/erase`, { ref, seq: String(seq) }));
  };
  return { server, lin, zoe, ref, seq, codename, order, page };
}

async function asked({ lin, ref, order }: Awaited<ReturnType<typeof aTold>>): Promise<void> {
  await bodyOf(await lin.command(ref, { kind: "request-approval", for: order }), recorded);
}

async function approved(told: Awaited<ReturnType<typeof aTold>>): Promise<void> {
  const { zoe, ref, codename } = told;
  const { asked: request } = (await told.page(zoe)).erasing;
  const answer = { kind: "approve", approvalId: request?.id, hash: request?.hash, codename };
  await bodyOf(await zoe.command(ref, answer), recorded);
}

test("the page shows the same words, and the same fingerprint, to who asks and to who approves", async () => {
  const told = await aTold();
  const before = (await told.page(told.lin)).erasing;
  expect(before.places).toEqual([{ place: "f:text", label: "Words", text: WORDS }]);
  expect(before.approvers).toBe("Lin Wei");
  await asked(told);
  const [asker, approver] = [(await told.page(told.lin)).erasing, (await told.page(told.zoe)).erasing];
  expect(asker.asked).toMatchObject({ mayAnswer: false, places: ["f:text"] });
  expect(approver.asked).toMatchObject({ mayAnswer: true, because: "It names a colleague" });
  expect(approver.hash).toBe(before.hash);
  expect(approver.hash).toMatch(/^[0-9a-f]{64}$/);
});

test("once approved, no page, search, entry or device has the words, and the log shows who erased them and why", async () => {
  const told = await aTold();
  const { server, lin, zoe, ref, seq } = told;
  await asked(told);
  await approved(told);
  const visit = await aVisitor(server, lin.person);
  const log = await logPage(visit(`/i/${ref}/log`, { ref }));
  const line = log.page.entries.find((entry) => entry.seq === seq);
  expect(line).toMatchObject({ quoted: "[erased]", erasable: false });
  expect(line?.scars[0]?.words).toMatch(/^Erased .* by Lin Wei, approved by Lin Wei: more than was needed/);
  expect(line?.scars[0]?.because).toBe("It names a colleague");
  expect(JSON.stringify(log)).not.toContain(WORDS);
  expect(await (await lin.get(`/incidents/${ref}/entries`)).text()).not.toContain(WORDS);
  await server.house.searchIndex.catchUp();
  expect(await (await lin.get(`/search?q=Duarte`)).text()).not.toContain(WORDS);
  const onDevice = await erasedPage(visit(`/erased?i=${ref}&i=${"0".repeat(26)}`, {}));
  expect(await onDevice.json()).toEqual({ [ref]: [seq], ["0".repeat(26)]: null });
  expect((await told.page(zoe)).erasing.places).toEqual([]);
});

test("a device is told nothing of an incident that its person may not see", async () => {
  const told = await aTold();
  await told.lin.command(told.ref, { kind: "restrict", because: "It concerns a colleague" });
  const outside = await aClient(told.server);
  const visit = await aVisitor(told.server, outside.person);
  const answer = await erasedPage(visit(`/erased?i=${told.ref}`, {}));
  expect(await answer.json()).toEqual({ [told.ref]: null });
});

describe("a request for it", () => {
  test("without the codename, or by someone without the role, is refused with the reason", async () => {
    const { lin, zoe, ref, order } = await aTold();
    const wrong = { kind: "request-approval", for: { ...order, codename: "OTHER-NAME" } };
    expect((await problemOf(await lin.command(ref, wrong))).code).toBe("codename-needed");
    await lin.command(ref, { kind: "set-role", userId: zoe.person.id, roles: ["technical"] });
    const refused = await problemOf(await zoe.command(ref, { kind: "request-approval", for: order }));
    expect(refused).toMatchObject({ status: 403, code: "role-needed" });
  });

  test("while a hold stands is refused, and the page says so instead of asking", async () => {
    const told = await aTold();
    await told.zoe.command(told.ref, { kind: "set-hold", because: "A court asked" });
    const refused = await told.lin.command(told.ref, { kind: "request-approval", for: told.order });
    expect((await problemOf(refused)).code).toBe("held");
    expect((await told.page(told.lin)).hold).toEqual(expect.any(Number));
  });

  test("by a form of someone who has not just proved themselves is put aside until they have", async () => {
    const told = await aTold();
    const { server, lin, ref, seq, codename } = told;
    server.clock.pass(3600);
    const visit = await aVisitor(server, lin.person);
    server.clock.pass(3600);
    const fields = { kind: "erase-payload", form: "erase", seq: String(seq), ask: "approval", codename };
    const body = new URLSearchParams({ ...fields, "slots.f:text": "on", ground: "unlawful", because: "Why" });
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const sent = visit(
      `/i/${ref}/log/${seq}/erase`,
      { ref, seq: String(seq) },
      { method: "POST", body, headers },
    );
    const answer = await action(sent);
    const location = answer instanceof Response ? answer.headers.get("Location") : null;
    expect(location).toMatch(/^\/reauth\?to=/);
    expect((await told.page(lin)).erasing.asked).toBeUndefined();
  });
});

test("what is ticked is one list, each tick under a name of its own", () => {
  const form = new FormData();
  for (const [name, value] of [
    ["kind", "erase-payload"],
    ["slots.att:0", "on"],
    ["slots.f:file", "on"],
  ] as const)
    form.append(name, value);
  expect(commandFrom(form)).toEqual({ kind: "erase-payload", slots: ["att:0", "f:file"] });
});
