import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Incident, steps } from "#app/core/incident/incident.ts";
import { now } from "#app/core/incident/now.ts";
import type { IncidentRef, StepId } from "#app/core/shared/ids.ts";
import { shippedPlaybooks } from "#app/server/content/playbooks.server.ts";
import { instantOf } from "#app/server/log/clock.ts";
import { type HouseOptions, openHouse } from "#app/server/open-house.server.ts";
import { urgentPage } from "#app/server/queries/board.ts";
import { search } from "#app/server/queries/search.ts";
import { SqliteStore } from "#app/server/store/sqlite/sqlite-store.ts";
import { benchActor, give, liveThrough, multiply } from "./bench-data.ts";
import { benchPages, type PagesBench, searchedWords } from "./bench-pages.ts";
import { runCommand, startServer } from "./bench-server.ts";

// Board, room and one act on a folder of many incidents, each opened for the first time: nothing is in memory yet.

export interface ReadBench {
  readonly incidents: number;
  readonly entries: number;
  readonly generateSeconds: number;
  /** From a closed folder to a house that serves, log-heads examined. */
  readonly startSeconds: number;
  /** Milliseconds in this process, nothing rendered. */
  readonly boardP95: number;
  readonly roomP95: number;
  readonly actP95: number;
  /** What is rare, what every incident has, and words that are only begun, in turn. */
  readonly searchP95: number;
  /** From a folder that was never searched to one where everything can be found. */
  readonly searchFillSeconds: number;
  /** Resident set after that, in MiB. */
  readonly rssMiB: number;
  /** The same over HTTP, as pages. */
  readonly pages: PagesBench & {
    readonly startMs: number;
    /** Resident set of the server after all of them, in MiB. */
    readonly rssMiB: number;
  };
}

const ROUNDS = 300;

export async function benchRead(folder: string, incidents: number, entriesEach: number): Promise<ReadBench> {
  const data = mkdtempSync(join(folder, ".sangfroid-bench-"));
  try {
    const options: HouseOptions = { data, as: "server", app: "0.0.0-bench", playbooks: shippedPlaybooks };
    const actor = benchActor(addPerson(data));
    const begun = performance.now();
    const { refs, entries } = await generate(options, actor, incidents, entriesEach);
    const generateSeconds = seconds(performance.now() - begun);

    const opening = performance.now();
    const house = await openHouse(options);
    const startSeconds = seconds(performance.now() - opening);
    if (house.standing !== "sound") throw new Error(house.standing.readOnly);
    // First, so that nothing else is measured while it goes on behind.
    const filling = performance.now();
    await house.searchIndex.catchUp();
    const searchFillSeconds = seconds(performance.now() - filling);

    const board = await timed(ROUNDS, () => urgentPage(house, actor, "incident"));
    const room = await timed(ROUNDS, async (n) => {
      const incident = await house.incident(pick(refs, n));
      if (incident === undefined) throw new Error("an incident is missing");
      now(incident, actor.userId, instantOf(house.clock()));
    });
    const act = await timed(ROUNDS, async (n) => {
      const ref = pick(refs, n + ROUNDS);
      const stepId = readyStep(await house.incident(ref), 0);
      await give(house, actor, ref, { kind: "claim-step", stepId });
    });
    const found = await timed(ROUNDS, (n) => search(house, actor, searchedWords(refs, n)));
    const rssMiB = Math.round(process.memoryUsage.rss() / 2 ** 20);
    const stepId = readyStep(await house.incident(pick(refs, 0)), -1);
    await house.close();
    return {
      incidents,
      entries,
      generateSeconds,
      startSeconds,
      boardP95: p95(board),
      roomP95: p95(room),
      actP95: p95(act),
      searchP95: p95(found),
      searchFillSeconds,
      rssMiB,
      pages: await overHttp(data, refs, stepId),
    };
  } finally {
    rmSync(data, { recursive: true });
  }
}

const PERSON = { email: "bench@example.org", password: "only for this measurement" };

/** Whose work all of it is: acting takes being on the incident's team. */
function addPerson(data: string): string {
  const named = ["--email", PERSON.email, "--name", "Bench", "--role", "administrator"];
  const printed = runCommand(["user", "add", "--data", data, ...named, "--password-stdin"], PERSON.password);
  return z.object({ id: z.string() }).parse(JSON.parse(printed)).id;
}

/** The first (0) or the last (-1) step that can be begun. */
function readyStep(incident: Incident | undefined, place: 0 | -1): StepId {
  const ready = [...steps(incident ?? fail()).values()].filter(({ status }) => status === "ready");
  return (ready.at(place) ?? fail()).id;
}

/** All incidents have the same steps; nobody is on this one yet. */
async function overHttp(
  data: string,
  refs: readonly IncidentRef[],
  stepId: string,
): Promise<ReadBench["pages"]> {
  const server = await startServer(data);
  try {
    const pages = await benchPages(server, PERSON, refs, stepId);
    return { startMs: server.startMs, ...pages, rssMiB: server.residentMiB() };
  } finally {
    await server.stop();
  }
}

async function generate(
  options: HouseOptions,
  actor: ReturnType<typeof benchActor>,
  incidents: number,
  entriesEach: number,
): Promise<{ refs: readonly IncidentRef[]; entries: number }> {
  const house = await openHouse(options);
  if (!(house.store instanceof SqliteStore)) throw new Error("the read bench makes its data in SQLite");
  const model = await liveThrough(house, actor, entriesEach);
  const size = (await house.incident(model))?.size ?? 0;
  const refs = await multiply(house, house.store, model, actor, incidents - 1, (done) => {
    if (done % 1000 === 0) process.stderr.write(`${done} incidents written\n`);
  });
  await house.close();
  return { refs, entries: size * incidents };
}

async function timed(rounds: number, work: (n: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < rounds; n++) {
    const begun = performance.now();
    await work(n);
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b);
}

/** Spreads over all of them, so that no two rounds meet the same incident while there are enough. */
function pick(refs: readonly IncidentRef[], n: number): IncidentRef {
  return refs[(n * 7919) % refs.length] ?? fail();
}

function p95(sorted: readonly number[]): number {
  return Math.round((sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN) * 100) / 100;
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 10) / 100;
}

function fail(): never {
  throw new Error("the bench data has no such incident or step");
}
