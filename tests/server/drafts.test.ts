import { expect, test } from "vitest";
import { parkForm } from "#app/features/act/park-form.server.ts";
import { formAside } from "#app/features/act/put-aside.server.ts";
import { draftsOn, forgetDraft, keepDraft } from "#app/features/drafts/draft.server.ts";
import { action as takeDraft } from "#app/features/drafts/drafts.ts";
import { action as actInRoom } from "#app/features/incidents/room.tsx";
import { ParkedForms } from "#app/server/auth/parked-forms.ts";
import { currentPerson, endOf } from "#app/server/auth/session.ts";
import { connectionOf, declared } from "#tests/store/a-house.ts";
import { anActor } from "#tests/store/fixture.ts";
import { aSession, withCookie } from "./a-browser.ts";
import { aVisitor } from "./a-page.ts";
import { aPerson, aServer, ORIGIN, type TestServer } from "./a-server.ts";

const TEXT = "The host answered on port 8443";

function posted(fields: Readonly<Record<string, string>>): RequestInit {
  return { method: "POST", body: new URLSearchParams(fields) };
}

/** Lin, on the team of an incident. */
async function aWriter() {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const { ref } = await declared(server.house, anActor("Lin", { userId: lin.id }));
  return { server, lin, ref, visit: await aVisitor(server, lin) };
}

async function signedIn(server: TestServer, person: Awaited<ReturnType<typeof aPerson>>) {
  const { cookie } = await aSession(server, person);
  const found = await currentPerson(server.door, withCookie(cookie));
  if (found === undefined) throw new Error("nobody is signed in");
  return found;
}

test("a draft is its writer's alone, and lies sealed in the database", async () => {
  const { server, lin } = await aWriter();
  const bo = await aPerson(server.house);
  await keepDraft(server.door, lin, { page: "/i/x", form: "note", values: { text: TEXT } });
  expect(await draftsOn(server.door, lin, "/i/x")).toEqual({ note: { text: TEXT } });
  expect(await draftsOn(server.door, bo, "/i/x")).toEqual({});
  const rows = connectionOf(server.house).statement("SELECT body FROM draft").all();
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain("8443");
});

test("a draft goes when what was typed is recorded, and no log knows of it", async () => {
  const { server, lin, ref, visit } = await aWriter();
  const page = `/i/${ref}`;
  const before = await server.house.incident(ref);
  await takeDraft(
    visit(
      "/drafts",
      {},
      { method: "POST", body: JSON.stringify({ page, form: "note", values: { text: TEXT } }) },
    ),
  );
  expect((await server.house.incident(ref))?.size).toBe(before?.size);
  expect(await draftsOn(server.door, lin, page)).toEqual({ note: { text: TEXT } });
  await actInRoom(visit(page, { ref }, posted({ kind: "add-note", form: "note", text: TEXT, by: lin.id })));
  expect(await draftsOn(server.door, lin, page)).toEqual({});
  expect((await server.house.incident(ref))?.size).toBeGreaterThan(before?.size ?? 0);
});

test("a refused act leaves its draft, and only who typed it discards it", async () => {
  const { server, lin, ref, visit } = await aWriter();
  const page = `/i/${ref}`;
  await keepDraft(server.door, lin, { page, form: "note", values: { text: TEXT } });
  await actInRoom(visit(page, { ref }, posted({ kind: "add-note", form: "note", text: "" })));
  expect(await draftsOn(server.door, lin, page)).toEqual({ note: { text: TEXT } });
  await forgetDraft(server.door, await aPerson(server.house), page, "note");
  expect(await draftsOn(server.door, lin, page)).toEqual({ note: { text: TEXT } });
  const answer = await actInRoom(visit(`${page}?index`, { ref }, posted({ form: "note", discard: "1" })));
  expect(answer).toMatchObject({ status: 303 });
  expect(await draftsOn(server.door, lin, page)).toEqual({});
});

test("fields that are emptied again are no draft, and what is no draft is refused", async () => {
  const { server, lin, visit } = await aWriter();
  await keepDraft(server.door, lin, { page: "/i/x", form: "note", values: { text: TEXT } });
  await keepDraft(server.door, lin, { page: "/i/x", form: "note", values: { text: "  " } });
  expect(await draftsOn(server.door, lin, "/i/x")).toEqual({});
  for (const body of ["", "[]", '{"page":"//elsewhere.example","form":"a","values":{"a":1}}']) {
    const answer = await takeDraft(visit("/drafts", {}, { method: "POST", body }));
    expect(answer.status).toBe(400);
  }
});

test("a form that comes after the sign-in ended waits for its sender, and for nobody else", async () => {
  const { server, lin, ref, visit } = await aWriter();
  const bo = await aPerson(server.house);
  const path = `/i/${ref}?index&track=r1.a`;
  const form = { kind: "add-note", form: "note", text: TEXT, by: lin.id, password: "not kept" };
  const { request, context, url } = visit(path, { ref }, posted(form));
  const thrown: unknown = await parkForm(request, context, url).catch((answer: unknown) => answer);
  if (!(thrown instanceof Response)) throw new Error("no answer");
  const signIn = new URL(thrown.headers.get("Location") ?? "", ORIGIN);
  expect(signIn.pathname).toBe("/signin");
  const back = new URL(signIn.searchParams.get("to") ?? "", ORIGIN);
  expect(`${back.pathname}${back.hash}`).toBe(`/i/${ref}#note`);
  expect(back.searchParams.get("track")).toBe("r1.a");

  const aside = await formAside(server.door, await signedIn(server, lin), back);
  expect(aside).toMatchObject({ form: "note", values: { text: TEXT } });
  expect(JSON.stringify(aside)).not.toContain("not kept");
  expect(await formAside(server.door, await signedIn(server, bo), back)).toBeUndefined();
  server.clock.pass(15 * 60);
  expect(await formAside(server.door, await signedIn(server, lin), back)).toBeUndefined();
});

test("whoever is not signed in can fill neither the memory nor anyone else's place in it", () => {
  const forms = new ParkedForms();
  const lins = forms.park({ text: TEXT }, "192.0.2.1", 0);
  for (let count = 0; count < 500; count++) forms.park({ text: "x" }, "203.0.113.9", count);
  expect(forms.get(lins ?? "", 500)).toEqual({ text: TEXT });
  expect(forms.park({ text: "x".repeat(600_000) }, "192.0.2.1", 500)).toBeUndefined();
});

test("a page knows when its sign-in ends: eight hours after the last sign of life, 72 hours in all", async () => {
  const { server, lin } = await aWriter();
  const { session } = await signedIn(server, lin);
  expect(endOf(session, server.clock.now())).toEqual({ at: "2026-11-24T11:00:00.000Z", last: false });
  server.clock.pass(3600);
  expect(endOf(session, server.clock.now())).toEqual({ at: "2026-11-24T12:00:00.000Z", last: false });
  server.clock.pass(66 * 3600);
  expect(endOf(session, server.clock.now())).toEqual({ at: "2026-11-27T03:00:00.000Z", last: true });
});
