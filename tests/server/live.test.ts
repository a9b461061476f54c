import { expect, onTestFinished, test } from "vitest";
import { loader as board } from "#app/features/incidents/board.tsx";
import { loader as boardEvents } from "#app/features/live/board-events.ts";
import { loader as events } from "#app/features/live/events.ts";
import { loader as pulse } from "#app/features/live/pulse.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { aCommand, aNote, declared, done } from "#tests/store/a-house.ts";
import { anActor } from "#tests/store/fixture.ts";
import { aVisitor } from "./a-page.ts";
import { aPerson, aServer, type TestServer } from "./a-server.ts";

/** An incident that Mei declared, and Lin, who has it open. */
async function anOpenPage(role: "member" | "observer" = "member") {
  const server = await aServer();
  const { ref, actor: mei } = await declared(server.house, anActor("Mei"));
  const lin = await aPerson(server.house, role);
  return { server, ref, mei, lin };
}

async function listening(server: TestServer, ref: string, lin: Awaited<ReturnType<typeof aPerson>>) {
  const visit = await aVisitor(server, lin);
  return hearing((signal) => events(visit(`/i/${ref}/events`, { ref }, { signal })));
}

/** Someone who has the board open; `made` opens one that was made before. */
async function atTheBoard(server: TestServer, lin: Awaited<ReturnType<typeof aPerson>>, made?: number) {
  const visit = await aVisitor(server, lin);
  const since = made ?? (await board(visit("/incidents", {}))).since;
  const page = await hearing((signal) =>
    boardEvents(visit(`/incidents/events?since=${since}`, {}, { signal })),
  );
  return { ...page, since };
}

async function hearing(ask: (signal: AbortSignal) => Promise<Response>) {
  const closing = new AbortController();
  onTestFinished(() => closing.abort());
  const response = await ask(closing.signal);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    response,
    leave: () => closing.abort(),
    all: () => text,
    /** Reads on until something that was said is like this. */
    async until(wanted: RegExp): Promise<void> {
      while (!wanted.test(text)) {
        const part = await reader?.read();
        if (part === undefined || part.done) throw new Error(`it ended after: ${text}`);
        text += part.value;
      }
    },
  };
}

test("an open page hears the size of the log as soon as someone else acts, and never a text", async () => {
  const { server, ref, mei, lin } = await anOpenPage();
  const page = await listening(server, ref, lin);
  expect(page.response.headers.get("Content-Type")).toBe("text/event-stream; charset=utf-8");
  const { size } = await done(server.house, mei, ref, aNote("The attacker reads our chat"));
  await page.until(new RegExp(`"size":${size},`));
  expect(page.all()).not.toMatch(/attacker|Mei|Access key/);
  expect(
    page
      .all()
      .split("\n")
      .filter((line) => !/^(id: \d+|event: state|data: \{[\w",:[\]{}]+|:|)$/.test(line)),
  ).toEqual([]);
});

test("what another process writes is heard too", async () => {
  const { server, ref, mei, lin } = await anOpenPage();
  server.house.watch();
  const page = await listening(server, ref, lin);
  const beside = await openHouse({ data: server.data, as: "command-line", app: "1.0.0", playbooks: [] });
  onTestFinished(() => beside.close());
  const { size } = await done(beside, mei, ref, aNote("Written by the command line"));
  await page.until(new RegExp(`"size":${size},`));
});

test("who has the incident open is told by their ids, until they leave", async () => {
  const { server, ref, lin } = await anOpenPage();
  const bo = await aPerson(server.house, "member", "Bo");
  const page = await listening(server, ref, lin);
  const other = await listening(server, ref, bo);
  await page.until(new RegExp(`"here":\\[[^\\]]*"${bo.id}"`));
  other.leave();
  await page.until(new RegExp(`${bo.id}[^]*"here":\\["${lin.id}"\\]`));
});

test("the stream ends when the sign-in ends, wherever it was ended", async () => {
  const { server, ref, lin } = await anOpenPage();
  const page = await listening(server, ref, lin);
  await server.house.store.transact((tx) => tx.endSessionsOf(lin.id));
  await server.house.live.look();
  await page.until(/event: end\ndata: \{"why":"signed-out"\}/);
  await expect(page.until(/never/)).rejects.toThrow("it ended after");
  expect(server.house.live.here(refOf(ref))).toEqual([]);
});

test("nobody hears of an incident they may not see", async () => {
  const { server, ref, lin } = await anOpenPage("observer");
  await expect(listening(server, ref, lin)).rejects.toMatchObject({ init: { status: 404 } });
});

test("a page that is open for hours does not count as someone doing something", async () => {
  const { server, ref, lin } = await anOpenPage();
  const page = await listening(server, ref, lin);
  server.clock.pass(8 * 3600);
  await server.house.live.look();
  await page.until(/"why":"signed-out"/);
});

test("a sign-in keeps no more than twenty pages open: the oldest is let go", async () => {
  const { server, ref, lin } = await anOpenPage();
  const visit = await aVisitor(server, lin);
  const closing = new AbortController();
  onTestFinished(() => closing.abort());
  const opened: Response[] = [];
  for (let count = 0; count < 21; count++) {
    opened.push(await events(visit(`/i/${ref}/events`, { ref }, { signal: closing.signal })));
  }
  expect(await opened[0]?.text()).toContain('"why":"too-many"');
});

test("clocks and people come with the size of the log they were made from", async () => {
  const { server, ref, lin } = await anOpenPage();
  const visit = await aVisitor(server, lin);
  const answer = await (await pulse(visit(`/i/${ref}/pulse`, { ref }))).json();
  expect(answer).toMatchObject({ clocks: [], members: [{ name: "Mei" }] });
  expect(answer.size).toBe((await server.house.incident(refOf(ref)))?.size);
});

test("an open board hears how many incidents changed since it was made, and nothing else of them", async () => {
  const { server, ref, mei, lin } = await anOpenPage();
  const page = await atTheBoard(server, lin);
  await page.until(/"size":0,"here":\[\]/);
  await done(server.house, mei, ref, aNote("The attacker reads our chat"));
  await done(server.house, mei, ref, aNote("And our mail"));
  await declared(server.house, mei);
  await page.until(/"size":2,"here":\[\]/);
  expect(page.all()).not.toMatch(new RegExp(`attacker|Mei|${ref}|${mei.userId}`));
});

test("a board that comes back hears of what changed while it was away, and of nothing from before it was made", async () => {
  const { server, ref, mei, lin } = await anOpenPage();
  const page = await atTheBoard(server, lin);
  page.leave();
  await done(server.house, mei, ref, aNote("Meanwhile"));
  await (await atTheBoard(server, lin, page.since)).until(/^id: 1\n/);
  await (await atTheBoard(server, lin)).until(/^id: 0\n/);
});

test("what another process declares and writes is heard at the board", async () => {
  const { server, ref, mei, lin } = await anOpenPage();
  server.house.watch();
  const page = await atTheBoard(server, lin);
  const beside = await openHouse({ data: server.data, as: "command-line", app: "1.0.0", playbooks: [] });
  onTestFinished(() => beside.close());
  await done(beside, mei, ref, aNote("Written by the command line"));
  await declared(beside, mei);
  await page.until(/"size":2,/);
});

test("a restricted incident of others moves nothing at the board, not even a moment", async () => {
  const { server, ref, mei, lin } = await anOpenPage();
  const bo = await aPerson(server.house, "member", "Bo");
  await done(server.house, anActor("Bo", { userId: bo.id }), ref, aCommand({ kind: "join" }));
  await done(server.house, mei, ref, aCommand({ kind: "restrict", because: "It concerns a colleague" }));
  const page = await atTheBoard(server, lin);
  const team = await atTheBoard(server, bo);
  await done(server.house, mei, ref, aNote("Only for the team"));
  await team.until(/"size":1,/);
  const { ref: shown } = await declared(server.house, mei);
  await done(server.house, mei, shown, aNote("For everybody"));
  await page.until(/"size":1,/);
  expect(page.all().match(/event: state/g)).toHaveLength(2);
});

test("a board's stream ends with the sign-in", async () => {
  const { server, lin } = await anOpenPage();
  const page = await atTheBoard(server, lin);
  await server.house.store.transact((tx) => tx.endSessionsOf(lin.id));
  await server.house.live.look();
  await page.until(/"why":"signed-out"/);
});

function refOf(ref: string) {
  // `declared` gave it.
  return ref as Awaited<ReturnType<typeof declared>>["ref"];
}
