import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Edge, emptyEdge, leafHash, push, rootOf } from "#app/core/audit/tree.ts";
import type { Actor } from "#app/core/incident/context.ts";
import { type IncidentRef, idFrom, isIncidentRef, isUserId, type UserId } from "#app/core/shared/ids.ts";
import { type Instant, instantFromEpoch, parseInstant } from "#app/core/shared/instant.ts";
import type { Clock } from "#app/server/log/clock.ts";
import type { NewEntries, StoredEntry, StoredSlot } from "#app/server/store/port.ts";

/** A folder that is gone when the test is. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sangfroid-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`${text} is no time`);
  return instant;
}

export function aRef(): IncidentRef {
  const id = idFrom(randomBytes(17));
  if (!isIncidentRef(id)) throw new Error(`${id} is no ref`);
  return id;
}

export function aUserId(): UserId {
  const id = `u_${idFrom(randomBytes(17))}`;
  if (!isUserId(id)) throw new Error(`${id} is no person`);
  return id;
}

export function anActor(name = "Ana", more: Partial<Actor> = {}): Actor {
  const userId = aUserId();
  return {
    userId,
    name,
    by: { auth: "password", k: "person", u: userId },
    installationRole: "member",
    reauthenticated: false,
    ...more,
  };
}

/** A clock you set. Both hands move together unless only one is moved. */
export class TestClock {
  wall = Date.parse("2026-11-24T03:00:00.000Z");
  steady = 1_000_000;
  readonly read: Clock = () => ({ wall: this.wall, steady: this.steady });

  pass(seconds: number): void {
    this.wall += seconds * 1000;
    this.steady += seconds * 1000;
  }

  set(instant: string): void {
    this.wall = Date.parse(instant);
  }

  now(): Instant {
    return instantFromEpoch(this.wall);
  }
}

/** Entries as the store keeps them; the leaves are any bytes, since the store does not read them. */
export class LogMaker {
  edge: Edge = emptyEdge;
  constructor(readonly origin: string) {}

  next(leaves: readonly string[], slots: readonly StoredSlot[] = []): NewEntries {
    const entries: StoredEntry[] = [];
    const nodes = [];
    for (const text of leaves) {
      const leaf = new Uint8Array(Buffer.from(text));
      entries.push({ seq: this.edge.size, leaf, slots });
      const pushed = push(this.edge, leafHash(leaf));
      this.edge = pushed.edge;
      nodes.push(...pushed.nodes);
    }
    return { origin: this.origin, entries, nodes, head: { size: this.edge.size, root: rootOf(this.edge) } };
  }
}

export function bytes(length: number, fill = 7): Uint8Array {
  return new Uint8Array(length).fill(fill);
}
