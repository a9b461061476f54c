import { type IncidentRef, isIncidentRef, isUserId, type UserId } from "#app/core/shared/ids.ts";
import { type Instant, isInstant } from "#app/core/shared/instant.ts";
import { StoreDamaged } from "../failures.ts";
import type { SqlRow, SqlValue } from "./connection.ts";

// Reads the columns of one row, left to right, each as what it must be. STRICT tables hold no other type;
// text that is no instant or id there was put by hand.

export class Columns {
  #next = 0;
  constructor(readonly row: SqlRow) {}

  text(): string {
    const value = this.#take();
    return typeof value === "string" ? value : damaged("text");
  }

  integer(): number {
    const value = this.#take();
    return typeof value === "number" ? value : damaged("an integer");
  }

  bytes(): Uint8Array {
    const value = this.#take();
    return value instanceof Uint8Array ? value : damaged("bytes");
  }

  flag(): boolean {
    return this.integer() === 1;
  }

  instant(): Instant {
    const text = this.text();
    return isInstant(text) ? text : damaged("a time");
  }

  userId(): UserId {
    const text = this.text();
    return isUserId(text) ? text : damaged("a person's id");
  }

  incidentRef(): IncidentRef {
    const text = this.text();
    return isIncidentRef(text) ? text : damaged("an incident's id");
  }

  orNull<T>(read: (columns: Columns) => T): T | null {
    if (this.row[this.#next] !== null) return read(this);
    this.#next += 1;
    return null;
  }

  #take(): SqlValue | undefined {
    return this.row[this.#next++];
  }
}

export function rowWith<T>(row: SqlRow | undefined, read: (columns: Columns) => T): T | undefined {
  return row === undefined ? undefined : read(new Columns(row));
}

export function rowsWith<T>(rows: readonly SqlRow[], read: (columns: Columns) => T): readonly T[] {
  return rows.map((row) => read(new Columns(row)));
}

function damaged(expected: string): never {
  throw new StoreDamaged(`a column does not hold ${expected}`);
}
