import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseCheckpoint, type SignedCheckpoint } from "#app/core/audit/checkpoint.ts";
import { parseOrigin } from "#app/core/audit/origin.ts";
import type { Result } from "#app/core/shared/result.ts";
import { no } from "#app/core/shared/result.ts";
import { writeDurably } from "../files/durable.ts";

/**
 * The newest checkpoint of the installation's log that was ever signed, kept outside the database: what
 * shows that the database was put back to an earlier state.
 */
export class KeptCheckpoint {
  readonly path: string;

  constructor(folder: string, installation: string) {
    this.path = join(folder, `${installation.slice(-26)}.checkpoint`);
    if (parseOrigin(installation) === undefined) throw new Error(`${installation} names no installation`);
  }

  /** Undefined when none was ever kept here. */
  read(): Result<SignedCheckpoint, string> | undefined {
    if (!existsSync(this.path)) return undefined;
    try {
      return parseCheckpoint(readFileSync(this.path));
    } catch (cause) {
      return no(`cannot be read (${cause instanceof Error ? cause.message : String(cause)})`);
    }
  }

  /** The file as it is, for people; undefined when it is not there or can't be read. */
  text(): string | undefined {
    try {
      return readFileSync(this.path, "utf8");
    } catch {
      return undefined; // `read` says why, to whoever must know
    }
  }

  /**
   * On disk when it returns, this one or a larger one: it never shrinks. Call it with the write lock of the store
   * held, since another process may be keeping one too.
   */
  keep(note: string, size: number): void {
    const found = this.read();
    if (found?.ok && found.value.size >= size) return;
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    writeDurably(this.path, note);
  }
}
