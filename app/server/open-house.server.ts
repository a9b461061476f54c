import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseOrigin } from "#app/core/audit/origin.ts";
import { formatVkey } from "#app/core/audit/vkey.ts";
import { libraryOf } from "#app/core/playbook/library.ts";
import type { Playbook } from "#app/core/playbook/template.ts";
import { idFrom } from "#app/core/shared/ids.ts";
import { DATABASE_NAME, UNFINISHED } from "./backup/manifest.ts";
import { eraseAgain } from "./erasure.ts";
import { ErasureLedger } from "./erasure-ledger.ts";
import { EvidenceFiles } from "./files/evidence-files.ts";
import { closeToOthers } from "./files/private.ts";
import { sweepFiles } from "./files/sweep.ts";
import { FolderLock } from "./folder-lock.ts";
import { House } from "./house.server.ts";
import { type Clock, systemClock } from "./log/clock.ts";
import { OtherKey } from "./log/failures.ts";
import { KeptCheckpoint } from "./log/kept-checkpoint.ts";
import { adoptNextKey, keyPath, type LogKey, openLogKey, waitingKey } from "./log/key.ts";
import { LOG_KEY } from "./log/rotations.ts";
import { examine } from "./log/standing.ts";
import { storedPlaybooks } from "./playbook-versions.ts";
import { StoreBusy, UnfinishedRestore } from "./store/failures.ts";
import type { Store } from "./store/port.ts";
import { SqliteStore } from "./store/sqlite/sqlite-store.ts";

export interface HouseOptions {
  /** The data folder; made when it is not there. */
  readonly data: string;
  /** A server takes the folder for itself; the command line may write beside one. */
  readonly as: "server" | "command-line";
  /** Version of the program. */
  readonly app: string;
  /** The playbooks this build ships. */
  readonly playbooks: readonly Playbook[];
  /** First part of every origin, fixed when the folder is first opened. */
  readonly domain?: string;
  /** SANGFROID_LOG_KEY_FILE; default `<data>/keys/log-key.pem`. */
  readonly keyFile?: string;
  /** SANGFROID_CHECKPOINT_DIR; default the folder of the key. */
  readonly checkpointDir?: string;
  readonly fileLimit?: number;
  readonly clock?: Clock;
  readonly report?: (error: unknown) => void;
}

/**
 * Opens the installation in a data folder, or begins one in an empty folder. Throws what the person at the
 * terminal must know: FolderTaken, NewerData, NotOurData, SchemaAltered, StoreDamaged, KeyMissing,
 * KeyExposed, KeyUnreadable, OtherKey. Anything wrong with the logs themselves is the house's `standing`.
 */
export async function openHouse(options: HouseOptions): Promise<House> {
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  if (existsSync(join(options.data, UNFINISHED))) throw new UnfinishedRestore(options.data);
  const lock = options.as === "server" ? FolderLock.take(options.data) : undefined;
  let store: Store | undefined;
  try {
    closeToOthers(options.data, DATABASE_NAME);
    store = SqliteStore.open(join(options.data, DATABASE_NAME));
    return await furnish(store, lock, options);
  } catch (cause) {
    await store?.close();
    lock?.release();
    throw cause;
  }
}

async function furnish(store: Store, lock: FolderLock | undefined, options: HouseOptions): Promise<House> {
  const keyFile = options.keyFile ?? join(options.data, "keys", "log-key.pem");
  const begun = await store.snapshot((reads) => reads.installation());
  const key = await theLogKey(store, keyPath(keyFile), begun);
  const installation = begun ?? newOrigin(options.domain ?? "localhost");
  const kept = new KeptCheckpoint(options.checkpointDir ?? dirname(keyFile), installation);
  const stored = await store.snapshot(storedPlaybooks);
  const library = libraryOf([...stored, ...options.playbooks]);
  const house = new House({
    store,
    lock,
    key,
    kept,
    erasures: new ErasureLedger(dirname(keyPath(keyFile))),
    installation,
    files: new EvidenceFiles(join(options.data, "files"), options.fileLimit),
    app: options.app,
    clock: options.clock ?? systemClock,
    library: () => library,
    examined: await store.snapshot((reads) => examine(reads, installation, kept, key)),
    report: options.report ?? (() => {}),
  });
  await eraseAgain(house);
  if (begun === undefined) await begin(house);
  if (house.standing === "sound") await house.anchor();
  if (options.as === "server") {
    house.watch();
    if (house.standing === "sound") await house.files.sweepIncoming();
    void sweepFiles(house).catch(options.report ?? (() => {}));
  }
  return house;
}

/** A fresh name for an installation. Throws RangeError for what is no domain. */
export function newOrigin(domain: string): string {
  const origin = `${domain}/sangfroid/${idFrom(randomBytes(17))}`;
  if (parseOrigin(origin) === undefined) {
    throw new RangeError(
      `${domain} is not a domain: use lower-case letters, digits, dots and hyphens, at most 100 characters.`,
    );
  }
  return origin;
}

/** The installation's log begins by saying what it is; from here on its name and key are fixed. */
async function begin(house: House): Promise<void> {
  const { installation, vkey } = house;
  const id = parseOrigin(installation)?.installation.slice(-26) ?? "";
  const appended = await house.store.transact(async (tx) => {
    // Two processes may open the same empty folder; the second one opens it again and finds it begun.
    if ((await tx.installation()) !== undefined) throw new StoreBusy();
    await tx.setInstallation(installation);
    await tx.setSetting(LOG_KEY, vkey);
    const first = await house.own.append(tx, [
      { act: "installation-begun", on: { t: "installation", id }, f: { origin: installation, vkey } },
    ]);
    house.keepFirst(first);
    return first;
  });
  await house.own.committed(appended);
}

/** The key that the database names. One that waits since a rotation was broken off takes its place now. */
async function theLogKey(store: Store, path: string, begun: string | undefined): Promise<LogKey> {
  if (begun === undefined) return openLogKey(path, "new");
  const due = await store.snapshot((reads) => reads.setting(LOG_KEY));
  const isDue = (key: LogKey) => due === undefined || due === formatVkey(key.as(begun).vkey);
  const next = waitingKey(path);
  if (due !== undefined && next !== undefined && isDue(next)) {
    adoptNextKey(path);
    return next;
  }
  const key = openLogKey(path, "signed");
  if (!isDue(key)) throw new OtherKey(path, due ?? "");
  return key;
}
