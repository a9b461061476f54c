import { signCheckpoint } from "#app/core/audit/checkpoint.ts";
import { parseOrigin } from "#app/core/audit/origin.ts";
import { formatVkey } from "#app/core/audit/vkey.ts";
import { type By, draft } from "#app/core/incident/entry.ts";
import { evolve } from "#app/core/incident/evolve.ts";
import { emptyIncident } from "#app/core/incident/incident.ts";
import { lapseErasures } from "./erasure.ts";
import { PlacedFiles } from "./files/placed-files.ts";
import type { House } from "./house.server.ts";
import { incidentRow } from "./incident-row.ts";
import { append } from "./log/append.ts";
import { type Carried, carryLog, continuedFrom, emptyLog } from "./log/carry.ts";
import { instantOf } from "./log/clock.ts";
import { LogDamaged, NothingSigned } from "./log/failures.ts";
import { freezeRotations } from "./log/rotations.ts";
import type { Standing } from "./log/standing.ts";
import { SYSTEM } from "./log/system.ts";
import { newOrigin } from "./open-house.server.ts";
import { StoreBusy } from "./store/failures.ts";
import type { IncidentRow, Reads, Tx } from "./store/port.ts";

// An older copy of the database was put back, and the newer one is gone: under the origin it had, nothing may be
// signed again, since other entries stood there once. So another origin begins, and each incident goes on in a log of
// its own there. docs/format.md, Restoring; docs/decisions/0016-new-origin.md.
// Invariants
// (1) All of it is one transaction: there is no moment at which some incidents have gone over and others have not.
// (2) Nothing of the frozen logs changes, and the database refuses to add to them.
// (3) What an incident is after it is what its new log alone gives.

export interface NewOrigin {
  /** Origins of the installation: the one that goes on, and the one whose logs are frozen. */
  readonly installation: string;
  readonly earlier: string;
  readonly incidents: readonly {
    readonly ref: IncidentRow["ref"];
    readonly kind: IncidentRow["kind"];
    readonly entries: number;
  }[];
}

/** Where this can be asked for: something is known to be lost, or nobody knows. */
function mayBeginAnew(standing: Standing): boolean {
  if (standing === "sound") return false;
  return standing.because === "behind-checkpoint" || standing.because === "no-checkpoint";
}

/**
 * Begins another installation origin, of the same domain, and carries every incident and drill over to it. The house stays as it was, read-only: close it, and open the folder again. Throws NothingSigned
 * where the standing is another (a log that was rewritten must not be gone on from), LogDamaged where a log does not
 * verify; nothing has changed then.
 */
export async function beginNewOrigin(
  house: House,
  by: By,
  said: { readonly who: string; readonly because: string },
): Promise<NewOrigin> {
  if (!mayBeginAnew(house.standing)) house.refuseUnsound();
  if (house.standing === "sound")
    throw new NothingSigned("The logs are sound: there is nothing to begin anew.");
  const placed = new PlacedFiles(house.files, []);
  const [domain = ""] = house.installation.split("/");
  const origin = newOrigin(domain);
  try {
    const done = await house.store.transact((tx) => inTransaction(house, tx, { origin, by, said, placed }));
    placed.keep();
    return done;
  } finally {
    placed.discardUnused();
  }
}

interface Asked {
  readonly origin: string;
  readonly by: By;
  readonly said: { readonly who: string; readonly because: string };
  readonly placed: PlacedFiles;
}

async function inTransaction(house: House, tx: Tx, asked: Asked): Promise<NewOrigin> {
  const { origin } = asked;
  const earlier = house.installation;
  if ((await tx.installation()) !== earlier) throw new StoreBusy(); // another process was first
  const rows = await allIncidents(tx);
  await lapseErasures(tx, earlier);
  await tx.succeed(origin);
  await freezeRotations(tx, earlier, formatVkey(house.key.as(origin).vkey));
  const own = await beginOwnLog(house, tx, asked);
  const incidents: NewOrigin["incidents"][number][] = [];
  for (const row of rows) {
    await carryIncident(house, tx, row, asked);
    incidents.push({ ref: row.ref, kind: row.kind, entries: row.size });
  }
  await tx.unindexAll(); // a search finds what goes on; the index is made from the new logs a moment later
  // Begun data never stands without a kept checkpoint. Where the commit fails, this one names an origin that is not.
  house.keepOf(origin, signCheckpoint({ origin, ...own.head }, [house.key.as(origin)]), own.head.size);
  return { installation: origin, earlier, incidents };
}

async function beginOwnLog(
  house: House,
  tx: Tx,
  { origin, by, said }: Asked,
): Promise<Pick<Carried, "head">> {
  const earlier = house.installation;
  const head = await tx.head(earlier);
  if (head === undefined) throw new LogDamaged(earlier, "it has no entry");
  const kept = house.keptSize ?? head.size;
  const note = house.keptCheckpoint;
  const id = idOf(origin);
  const vkey = formatVkey(house.key.as(origin).vkey);
  const on = { t: "installation", id };
  const continued = draft("log-continued", on, { ...said, ...(note === undefined ? {} : { kept: note }) });
  const own = continuedFrom(earlier, head, Math.max(kept, head.size));
  return append(
    tx,
    emptyLog(origin),
    [
      { ...continued, own },
      { act: "installation-begun", on, f: { origin, vkey } },
    ],
    {
      ...contextOf(house),
      by,
      place: () => Promise.reject(new Error("the installation's log holds no files")),
    },
  );
}

/** An incident goes on where it was; only its number of entries is another. */
async function carryIncident(
  house: House,
  tx: Tx,
  { ref, kind, origin: earlier }: IncidentRow,
  { origin, by, said, placed }: Asked,
): Promise<void> {
  const next = `${origin}/${kind === "drill" ? "d" : "i"}/${ref}`;
  let state = emptyIncident(ref, kind);
  await carryLog(
    { earlier, next, incident: ref, said, by },
    { tx, files: house.files, placed, context: contextOf(house) },
    (entry) => {
      state = evolve(state, entry, house.library);
    },
  );
  await tx.moveIncident(ref, next);
  await tx.setIncident(incidentRow({ origin: next, state }));
}

function contextOf(house: House) {
  const at = instantOf(house.clock());
  const nameOf = async (id: string) => id;
  return { by: SYSTEM, at, reading: undefined, seen: undefined, app: house.app, nameOf };
}

async function allIncidents(reads: Reads): Promise<readonly IncidentRow[]> {
  const rows: IncidentRow[] = [];
  for (;;) {
    const last = rows.at(-1);
    const page = await reads.incidents({ limit: 1000, ...(last === undefined ? {} : { after: last }) });
    rows.push(...page);
    if (page.length < 1000) return rows;
  }
}

function idOf(installation: string): string {
  return parseOrigin(installation)?.installation.slice(-26) ?? "";
}
