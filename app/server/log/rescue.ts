import { attachmentName } from "#app/core/audit/bundle-names.ts";
import { type ByteSink, type ContainerFile, wholeFile, writeContainer } from "#app/core/audit/container.ts";
import { type RescuedEntry, rescueEntriesName, rescueLine, rescueReadme } from "#app/core/audit/rescue.ts";
import type { Slot } from "#app/core/audit/slot.ts";
import type { RawEntry, RawValue } from "../store/port.ts";
import { pageAsItLies, RESCUE_PAGE, type Remains, type RescueSource, survey } from "./remains.ts";

// Where no bundle can be made (nothing may be signed, or rows are gone), what is left leaves as a rescue export:
// without a seal, and saying so. docs/format.md, Rescue export. Nothing here needs the key, or a sound log.

/** Reads the log twice, the first time to say what is wrong with it. Throws StoreDamaged only where nothing can be read. */
export async function writeRescue(source: RescueSource, sink: ByteSink): Promise<Remains> {
  const remains = await survey(source);
  const { entries, faults, recorded, attachments } = remains;
  const { origin: log, app, why, kept, withholds } = source;
  const facts = {
    log,
    app,
    why,
    entries,
    faults,
    files: attachments.length,
    withholds: withholds !== undefined,
  };
  const files: ContainerFile[] = [
    wholeFile("README.txt", rescueReadme(facts)),
    wholeFile("faults.txt", lines(faults)),
    ...(recorded.length === 0 ? [] : [wholeFile("installation/log-heads.jsonl", lines(recorded))]),
    ...(kept === undefined ? [] : [wholeFile("installation/kept.checkpoint", Buffer.from(kept))]),
    ...attachments.map(({ commitment, file }) => ({ name: attachmentName(commitment), open: file.stream })),
  ];
  for (let from = 0; from < remains.extent; from += RESCUE_PAGE) {
    files.push({ name: rescueEntriesName(from), open: () => entryLines(source, from, remains.extent) });
  }
  await writeContainer(files, sink);
  return remains;
}

async function* entryLines(source: RescueSource, from: number, extent: number): AsyncGenerator<Uint8Array> {
  const page = await pageAsItLies(source.reads, source.origin, from, Math.min(extent, from + RESCUE_PAGE));
  for (const entry of page.rows) yield rescueLine(rescued(entry, source.withholds));
}

function rescued(
  { seq, leaf, hash, root, values }: RawEntry,
  withholds: RescueSource["withholds"],
): RescuedEntry {
  return { seq, leaf, hash, root, values: values.map((value) => disclosed(seq, value, withholds)) };
}

function disclosed(seq: number, value: RawValue, withholds: RescueSource["withholds"]) {
  if (withholds === undefined) return value;
  const [kind, place = ""] = value.slot.split(":");
  const slot: Slot = kind === "att" ? [seq, "att", Number(place)] : [seq, "f", place];
  return withholds(slot) ? ({ slot: value.slot, withheld: true } as const) : value;
}

function lines(texts: readonly string[]): Uint8Array {
  return Buffer.from(texts.map((text) => `${text}\n`).join(""));
}
