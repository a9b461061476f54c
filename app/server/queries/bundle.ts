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

interface BundleReader {
  readonly withholds: (slot: Slot) => boolean;
  /** Of the request it answers: aborted when nobody reads it any more. */
  readonly signal: AbortSignal;
  /** How long a reader may take nothing. */
  readonly stallSeconds?: number;
}

const STALL_SECONDS = 60;

/** The reader took nothing for too long, so the export was given up. */
class ReaderStalled extends Error {
  override readonly name = "ReaderStalled";
  constructor(seconds: number) {
    super(`Nobody read the bundle for ${seconds} seconds, so it was given up. Ask for it again.`);
  }
}

/**
 * The bundle of one incident's log, as it streams; undefined when there is no such log. What is wrong with the
 * log (LogDamaged) is thrown before the first byte is there; later the stream fails. It holds a snapshot of the
 * store until it is read to its end, cancelled, aborted or stalled.
 */
export function bundleStream(
  house: House,
  origin: string,
  { withholds, signal, stallSeconds = STALL_SECONDS }: BundleReader,
): Promise<ReadableStream<Uint8Array> | undefined> {
  let giveUp: (cause: unknown) => void = () => {};
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      // Aborting the writer would wait for the write that nobody reads.
      giveUp = (cause) => controller.error(cause);
    },
  });
  const writer = writable.getWriter();
  const leave = () => giveUp(signal.reason);
  if (signal.aborted) leave();
  signal.addEventListener("abort", leave);
  return new Promise((resolve, reject) => {
    const sink = async (bytes: Uint8Array) => {
      resolve(readable);
      const stalled = setTimeout(() => giveUp(new ReaderStalled(stallSeconds)), stallSeconds * 1000);
      try {
        await writer.ready;
        await writer.write(bytes.slice());
      } finally {
        clearTimeout(stalled);
      }
    };
    const texts = (story: BundleStory) => textsOf(house, story);
    exportBundle(house, origin, sink, { texts, withholds })
      .then(
        async (written) => {
          if (written === undefined) resolve(undefined);
          await writer.close();
        },
        async (cause) => {
          reject(cause);
          await writer.abort(cause);
        },
      )
      .catch(() => {
        // The reader has gone away, or was just told that the stream failed: nobody is left to tell.
      })
      .finally(() => signal.removeEventListener("abort", leave));
  });
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
  const source = { incident, entries, log: origin, size, root: toBase64(head.root), app, text: textFor("en") };
  return { readme: readmeText(source), report: reportHtml(source), verifier: verifierPage() };
}
