import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { steps } from "#app/core/incident/incident.ts";
import { now } from "#app/core/incident/now.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import { shippedPlaybooks } from "#app/server/content/playbooks.server.ts";
import { instantOf } from "#app/server/log/clock.ts";
import { type HouseOptions, openHouse } from "#app/server/open-house.server.ts";
import { openIncidents } from "#app/server/queries/board.ts";
import { SqliteStore } from "#app/server/store/sqlite/sqlite-store.ts";
import { benchActor, give, liveThrough, multiply } from "./bench-data.ts";

// Board, room and one act on a folder of many incidents, each opened for the first time: nothing is in memory yet.

export interface ReadBench {
  readonly incidents: number;
  readonly entries: number;
  readonly generateSeconds: number;
  /** From a closed folder to a house that serves, log-heads examined. */
  readonly startSeconds: number;
  readonly boardP95: number;
  readonly roomP95: number;
  readonly actP95: number;
  /** Resident set after all of it, in MiB. */
  readonly rssMiB: number;
}

const ROUNDS = 300;

export async function benchRead(folder: string, incidents: number, entriesEach: number): Promise<ReadBench> {
  const data = mkdtempSync(join(folder, ".sangfroid-bench-"));
  try {
    const options: HouseOptions = { data, as: "server", app: "0.0.0-bench", playbooks: shippedPlaybooks };
    const actor = benchActor();
    const begun = performance.now();
    const { refs, entries } = await generate(options, actor, incidents, entriesEach);
    const generateSeconds = seconds(performance.now() - begun);

    const opening = performance.now();
    const house = await openHouse(options);
    const startSeconds = seconds(performance.now() - opening);
    if (house.standing !== "sound") throw new Error(house.standing.readOnly);

    const board = await timed(ROUNDS, () => openIncidents(house, actor));
    const room = await timed(ROUNDS, async (n) => {
      const incident = await house.incident(pick(refs, n));
      if (incident === undefined) throw new Error("an incident is missing");
      now(incident, actor.userId, instantOf(house.clock()));
    });
    const act = await timed(ROUNDS, async (n) => {
      const ref = pick(refs, n + ROUNDS);
      const incident = await house.incident(ref);
      const step = [...steps(incident ?? fail()).values()].find(({ status }) => status === "ready") ?? fail();
      await give(house, actor, ref, { kind: "claim-step", stepId: step.id });
    });
    const rssMiB = Math.round(process.memoryUsage.rss() / 2 ** 20);
    await house.close();
    return {
      incidents,
      entries,
      generateSeconds,
      startSeconds,
      boardP95: p95(board),
      roomP95: p95(room),
      actP95: p95(act),
      rssMiB,
    };
  } finally {
    rmSync(data, { recursive: true });
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
