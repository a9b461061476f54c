import type { Slot } from "#app/core/audit/slot.ts";
import type { House } from "../house.server.ts";
import { LogFailure } from "../log/failures.ts";
import { writeRescue } from "../log/rescue.ts";
import { StoreDamaged } from "../store/failures.ts";
import { bundleStream } from "./bundle.ts";
import { type ExportReader, exportStream } from "./export-stream.ts";

/** What leaves when someone exports a log. A rescue export is unsigned, and must never pass for a bundle. */
export interface LogExport {
  readonly kind: "bundle" | "rescue";
  readonly stream: ReadableStream<Uint8Array>;
}

interface ExportOptions extends ExportReader {
  /** True for what is kept back; undefined where all of it may be given. */
  readonly withholds: ((slot: Slot) => boolean) | undefined;
}

/**
 * The bundle of a log; where none can be made (nothing may be signed, rows are gone, the disk is damaged), what
 * is left of it. Undefined when there is no such log. A log whose entries or values were changed still gives a
 * bundle: it is complete, and names the damage to whoever verifies it.
 */
export async function logExport(
  house: House,
  origin: string,
  options: ExportOptions,
): Promise<LogExport | undefined> {
  const { withholds = () => false } = options;
  try {
    const stream = await bundleStream(house, origin, { ...options, withholds });
    return stream === undefined ? undefined : { kind: "bundle", stream };
  } catch (cause) {
    if (!(cause instanceof LogFailure || cause instanceof StoreDamaged)) throw cause;
    return rescue(house, origin, cause.message, options);
  }
}

async function rescue(
  house: House,
  origin: string,
  why: string,
  { withholds, ...reader }: ExportOptions,
): Promise<LogExport | undefined> {
  const { files, app, keptCheckpoint: kept } = house;
  const facts = { origin, files, app, why, kept, ...(withholds === undefined ? {} : { withholds }) };
  const stream = await exportStream(reader, (sink) =>
    house.store.snapshot((reads) => writeRescue({ ...facts, reads }, sink)),
  );
  return stream === undefined ? undefined : { kind: "rescue", stream };
}
