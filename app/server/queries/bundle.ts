import { toBase64 } from "#app/core/audit/base64.ts";
import { parseOrigin } from "#app/core/audit/origin.ts";
import type { Slot } from "#app/core/audit/slot.ts";
import type { Entry } from "#app/core/incident/entry.ts";
import { evolve } from "#app/core/incident/evolve.ts";
import { emptyIncident } from "#app/core/incident/incident.ts";
import { readmeText, reportHtml } from "#app/core/incident/report.ts";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "../house.server.ts";
import { type BundleStory, type BundleTexts, exportBundle } from "../log/bundle-source.ts";
import { textFor } from "../text/catalogs.ts";
import { verifierPage } from "../verifier-page.ts";
import { type ExportReader, exportStream } from "./export-stream.ts";

/**
 * The bundle of one incident's log, as it streams; undefined when there is no such log. What is wrong with the
 * log (LogDamaged) is thrown before the first byte is there; later the stream fails. It holds a snapshot of the
 * store until it is read to its end, cancelled, aborted or stalled.
 */
export function bundleStream(
  house: House,
  origin: string,
  { withholds, ...reader }: ExportReader & { readonly withholds: (slot: Slot) => boolean },
): Promise<ReadableStream<Uint8Array> | undefined> {
  const texts = (story: BundleStory) => textsOf(house, story);
  return exportStream(reader, (sink) => exportBundle(house, origin, sink, { texts, withholds }));
}

/** The report stands on what this bundle discloses, so a stranger can make it again from the bundle. */
async function textsOf(house: House, story: BundleStory): Promise<BundleTexts> {
  const { origin, size, app } = story;
  const parsed = parseOrigin(origin);
  if (parsed === undefined || !isIncidentRef(parsed.id)) throw new RangeError(`${origin} names no incident`);
  let incident = emptyIncident(parsed.id, parsed.kind === "drill" ? "drill" : "incident");
  const entries: Entry[] = [];
  for await (const entry of story.entries()) {
    incident = evolve(incident, entry, house.library);
    entries.push(entry);
  }
  const head = await house.store.snapshot((reads) => reads.headAt(origin, size));
  if (head === undefined) throw new Error(`${origin} has no head at ${size}`);
  const source = {
    incident,
    entries,
    log: origin,
    size,
    root: toBase64(head.root),
    app,
    text: textFor("en"),
  };
  return { readme: readmeText(source), report: reportHtml(source), verifier: verifierPage() };
}
