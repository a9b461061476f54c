import { randomBytes } from "node:crypto";
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Actor } from "#app/core/incident/context.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import { declareIncident, execute } from "#app/server/execute.server.ts";
import type { House } from "#app/server/house.server.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { benchActor, newRef } from "./bench-data.ts";

// How fast one person's commands are recorded, one after the other, each on disk and signed before the next;
// and how fast this very disk can make 4 KiB durable, in turns with it, so that a busy machine slows both.

export interface AppendBench {
  readonly fdatasyncPerSecond: number;
  readonly appendsPerSecond: number;
  /** Appends per fdatasync: 1 would be a log that costs nothing but the disk. */
  readonly ratio: number;
  readonly appends: number;
  /** Milliseconds from command to answer. */
  readonly p50: number;
  readonly p99: number;
}

const ROUNDS = 8;
const ROUND_MS = 400;

/** `folder` decides which disk is measured. */
export async function benchAppend(folder: string): Promise<AppendBench> {
  const data = mkdtempSync(join(folder, ".sangfroid-bench-"));
  try {
    const house = await openHouse({ data, as: "server", app: "0.0.0-bench", playbooks: [] });
    const measured = await measure(house, join(data, "fdatasync"));
    await house.close();
    return measured;
  } finally {
    rmSync(data, { recursive: true });
  }
}

async function measure(house: House, probe: string): Promise<AppendBench> {
  const actor = benchActor();
  const ref = await declare(house, actor);
  // Until the write-ahead log has its full size: from then on it is written over, as in a server that has run a while.
  for (let warm = 0; warm < 800; warm++) await append(house, actor, ref, -1 - warm);
  const syncRates: number[] = [];
  const appendRates: number[] = [];
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    syncRates.push(fdatasyncRate(probe));
    const before = times.length;
    const start = performance.now();
    while (performance.now() - start < ROUND_MS) {
      const begun = performance.now();
      await append(house, actor, ref, times.length);
      times.push(performance.now() - begun);
    }
    appendRates.push((times.length - before) / ((performance.now() - start) / 1000));
  }
  times.sort((a, b) => a - b);
  const fdatasyncPerSecond = Math.round(median(syncRates));
  const appendsPerSecond = Math.round(median(appendRates));
  return {
    fdatasyncPerSecond,
    appendsPerSecond,
    ratio: Math.round((appendsPerSecond / fdatasyncPerSecond) * 1000) / 1000,
    appends: times.length,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
}

/** Appends 4 KiB and waits for the disk, again and again. */
function fdatasyncRate(path: string): number {
  const block = randomBytes(4096);
  const file = openSync(path, "w");
  try {
    const start = performance.now();
    let count = 0;
    for (; performance.now() - start < ROUND_MS; count++) {
      writeSync(file, block);
      fdatasyncSync(file);
    }
    return count / ((performance.now() - start) / 1000);
  } finally {
    closeSync(file);
  }
}

async function declare(house: House, actor: Actor): Promise<IncidentRef> {
  const ref = newRef();
  const outcome = await declareIncident(house, actor, ref, {
    kind: "declare-incident",
    title: "A measurement",
  });
  if (!outcome.ok) throw new Error(`declaring was refused: ${outcome.error.code}`);
  return outcome.value.ref;
}

async function append(house: House, actor: Actor, ref: IncidentRef, n: number): Promise<void> {
  const text = `Entry ${n}: the key was switched off and tried again.`;
  const idempotencyKey = `bench ${n}`;
  const outcome = await execute(house, actor, ref, { kind: "add-note", text }, { idempotencyKey });
  if (!outcome.ok) throw new Error(`a note was refused: ${outcome.error.code}`);
}

function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

function quantile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return Math.round(value * 1000) / 1000;
}
