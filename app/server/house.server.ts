import { dirname } from "node:path";
import { signCheckpoint } from "#app/core/audit/checkpoint.ts";
import type { Edge } from "#app/core/audit/tree.ts";
import { formatVkey, type Vkey } from "#app/core/audit/vkey.ts";
import type { By } from "#app/core/incident/entry.ts";
import type { Incident } from "#app/core/incident/incident.ts";
import type { Library } from "#app/core/playbook/template.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import { AnchorWatch } from "./anchor-watch.ts";
import type { ErasureLedger } from "./erasure-ledger.ts";
import type { EvidenceFiles } from "./files/evidence-files.ts";
import type { FolderLock } from "./folder-lock.ts";
import { IncidentCache } from "./incident-cache.ts";
import { InstallationLog } from "./installation-log.ts";
import { Growth } from "./live/growth.ts";
import { LiveStreams } from "./live/streams.ts";
import { grownLogs, logHeadDraft } from "./log/anchoring.ts";
import type { Appended } from "./log/append.ts";
import type { Clock } from "./log/clock.ts";
import { ContradictsSigned, NothingSigned } from "./log/failures.ts";
import { KeptCheckpoint } from "./log/kept-checkpoint.ts";
import type { LogKey } from "./log/key.ts";
import type { LiveLog } from "./log/live-log.ts";
import { rotationCount } from "./log/rotations.ts";
import { SignedHistory } from "./log/signed-history.ts";
import type { Examined, Standing } from "./log/standing.ts";
import { tellOfRotation } from "./rotate-key.ts";
import { SearchIndex } from "./search/search-index.ts";
import type { Head, Store, Tx } from "./store/port.ts";

// One opened installation: its store, its key, its files, and what is known of its logs.
//
//   command ──► execute ──► transact { load, decide, append, project } ──► commit ──► sign ──► answer
//                                                                            │
//                             within a second: log-head in the installation's log ──► sign ──► keep
//
// Invariants
// (1) A checkpoint is signed only over entries that are committed.
// (2) Each log that is larger than its newest log-head gets one within a second, at start at the latest. A refused
//     visit alone waits for the next act: a log-head would tell that there is something to visit.
// (3) While the standing is not sound, nothing is appended to any log, and nothing is signed.
// (4) What is signed of a log extends, or is extended by, all that this process signed of it or found recorded.

export interface HouseParts {
  readonly store: Store;
  readonly files: EvidenceFiles;
  readonly key: LogKey;
  readonly kept: KeptCheckpoint;
  readonly erasures: ErasureLedger;
  /** Origin of the installation's own log. */
  readonly installation: string;
  /** Version of the program, as leaves carry it. */
  readonly app: string;
  readonly clock: Clock;
  readonly library: () => Library;
  /** What was found at start. */
  readonly examined: Examined;
  readonly lock: FolderLock | undefined;
  /** Told of what goes wrong where nobody waits for an answer. */
  readonly report: (error: unknown) => void;
}

export class House {
  readonly store: Store;
  readonly files: EvidenceFiles;
  /** What was erased, kept beside the key. */
  readonly erasures: ErasureLedger;
  readonly installation: string;
  readonly app: string;
  readonly clock: Clock;
  readonly incidents: IncidentCache;
  /** Who wants to know when a log grows. */
  readonly growth = new Growth(() => this.clock().wall);
  /** The writer of the installation's own log. */
  readonly own = new InstallationLog(this);
  /** Pages that are open on an incident. */
  readonly live = new LiveStreams(this);
  /** What can be searched, a moment behind the logs. */
  readonly searchIndex = new SearchIndex(this);
  readonly #parts: HouseParts;
  readonly #signed: SignedHistory;
  #key: LogKey;
  #standing: Standing;
  /** Size of the largest checkpoint of the installation's log that this process knows to be kept. */
  #largestKept = 0;
  readonly #watch = new AnchorWatch(this);
  #isClosed = false;

  constructor(parts: HouseParts) {
    this.#parts = parts;
    this.store = parts.store;
    this.files = parts.files;
    this.erasures = parts.erasures;
    this.#key = parts.key;
    this.installation = parts.installation;
    this.app = parts.app;
    this.clock = parts.clock;
    this.#standing = parts.examined.standing;
    this.#signed = new SignedHistory(parts.examined.recorded);
    this.incidents = new IncidentCache(parts.installation, parts.library);
  }

  /** Sound at start, it is read-only from the moment a log turns out not to be the one that was signed. */
  get standing(): Standing {
    return this.#standing;
  }

  get key(): LogKey {
    return this.#key;
  }

  /** From now on this key signs: the entry that says so is committed. */
  signWith(key: LogKey): void {
    this.#key = key;
  }

  /** Tells of what goes wrong where nobody waits for an answer. */
  report(failure: unknown): void {
    this.#parts.report(failure);
  }

  get library(): Library {
    return this.#parts.library();
  }

  /** The installation's verifier key: `name+id+key`. */
  get vkey(): string {
    return formatVkey(this.signingKey);
  }

  get signingKey(): Vkey {
    return this.key.as(this.installation).vkey;
  }

  /** The newest checkpoint of the installation's log that was signed, as the file has it; undefined without one. */
  get keptCheckpoint(): string | undefined {
    return this.#parts.kept.text();
  }

  /** Size of that checkpoint; undefined where there is none that can be read. */
  get keptSize(): number | undefined {
    const kept = this.#parts.kept.read();
    return kept?.ok === true ? kept.value.size : undefined;
  }

  /** Keeps the first checkpoint of another origin where this one's lie. Call it with the write lock held. */
  keepOf(installation: string, note: string, size: number): void {
    new KeptCheckpoint(dirname(this.#parts.kept.path), installation).keep(note, size);
  }

  /** True for the installation's log and those under it; the others are frozen. */
  isPresent(origin: string): boolean {
    return origin === this.installation || origin.startsWith(`${this.installation}/`);
  }

  /** An incident as it stands; undefined when there is none of this ref. */
  async incident(ref: IncidentRef): Promise<Incident | undefined> {
    const live = await this.store.snapshot((reads) => this.incidents.load(ref, reads));
    if (live !== undefined) this.incidents.keep(live);
    return live?.state;
  }

  /** The newest signed checkpoint of a log; undefined when it has no entry. Throws NothingSigned. */
  async checkpoint(origin: string): Promise<string | undefined> {
    const head = await this.store.snapshot((reads) => reads.head(origin));
    return head === undefined ? undefined : this.sign(origin, head);
  }

  /**
   * Call only with a committed head. The same head always gives the same note: Ed25519 draws nothing. Throws
   * NothingSigned when the logs must not be added to, or this state contradicts one that was signed.
   */
  async sign(origin: string, { size, root }: Head): Promise<string> {
    this.refuseUnsound();
    if (!this.#signed.isNewest(origin, { size, root })) {
      // A snapshot of its own: the caller's may be from before the state that is known.
      await this.#unlessContradicted(() =>
        this.store.snapshot((reads) => this.#signed.prove(origin, { size, root }, reads)),
      );
    }
    const note = signCheckpoint({ origin, size, root }, [this.key.as(origin)]);
    if (origin === this.installation && size > this.#largestKept) await this.#keep(note, size);
    return note;
  }

  /** No checkpoint of the installation's log leaves before it is kept. */
  async #keep(note: string, size: number): Promise<void> {
    await this.store.transact(async () => this.#parts.kept.keep(note, size));
    this.#largestKept = Math.max(this.#largestKept, size);
  }

  /** Before anything is made that is signed at its end. Throws NothingSigned. */
  refuseUnsound(): void {
    if (this.standing !== "sound") throw new NothingSigned(this.standing.readOnly);
  }

  /** Before appending, with the write lock held: the log must go on from what was signed. Throws NothingSigned. */
  mayAppend(tx: Tx, { origin, edge }: LiveLog): Promise<void> {
    return this.#unlessContradicted(() => this.#signed.proveEdge(origin, edge, tx));
  }

  /** Once that is committed. */
  appended(origin: string, from: Edge, to: Edge, head: Head): void {
    this.#signed.grew(origin, from, to, head);
    this.growth.wrote(origin, head.size);
    this.searchIndex.grew(origin);
  }

  async #unlessContradicted(proof: () => Promise<void>): Promise<void> {
    try {
      await proof();
    } catch (cause) {
      if (!(cause instanceof ContradictsSigned)) throw cause;
      this.#standing = { readOnly: cause.message, because: "contradicts-checkpoint" };
      this.#parts.report(cause);
      throw new NothingSigned(cause.message, { cause });
    }
  }

  /**
   * A person's word that this database is the newest state there is, where no kept checkpoint tells. It goes on
   * record, the checkpoint over it is kept, and from then on the standing is sound. Throws NothingSigned where
   * anything else is wrong. Answers the size of the installation's log.
   */
  async acceptAsNewest(by: By, said: { readonly who: string; readonly because: string }): Promise<number> {
    if (this.standing !== "sound" && this.standing.because !== "no-checkpoint") this.refuseUnsound();
    const id = this.installation.slice(-26);
    const appended = await this.store.transact((tx) =>
      this.own.append(tx, [{ act: "newest-accepted", on: { t: "installation", id }, f: said }], by),
    );
    // Dying before it is kept leaves the standing as it was: the person accepts again.
    this.#standing = "sound";
    await this.own.sign(appended);
    return appended.head.size;
  }

  /**
   * Keeps the checkpoint over the first entry before it is committed: begun data never stands without one.
   * Where the commit fails, the file names an installation that is not.
   */
  keepFirst({ head }: Appended): void {
    const note = signCheckpoint({ origin: this.installation, ...head }, [this.key.as(this.installation)]);
    this.#parts.kept.keep(note, head.size);
    this.#largestKept = head.size;
  }

  /** Notes that a log has grown; it is recorded within a second. */
  grew(origin: string): void {
    this.growth.grew(origin);
    this.#watch.grew(origin);
  }

  /**
   * Records these logs (without a list: every log that has grown) in the installation's log at once, and
   * signs. Does nothing for those that are recorded at their size already, or frozen.
   */
  async anchor(named?: readonly string[]): Promise<void> {
    if (this.standing !== "sound") return;
    const origins = named?.filter((origin) => this.isPresent(origin));
    if (origins?.length === 0) return;
    await tellOfRotation(this, origins);
    const appended = await this.store.transact(async (tx) => {
      const grown = await grownLogs(tx, origins);
      if (grown.length === 0) return undefined;
      const rotations = await rotationCount(tx);
      return this.own.append(
        tx,
        grown.map((log) => logHeadDraft(log, rotations)),
      );
    });
    // Dying before this line leaves the kept checkpoint behind the database, which harms nothing.
    if (appended !== undefined) await this.own.committed(appended);
  }

  /** At once, or, when the disk refuses, within a second of the time it does not: what was committed stands anyway. */
  async anchorIfPossible(origin: string): Promise<void> {
    try {
      await this.anchor([origin]);
    } catch (error) {
      this.#parts.report(error);
      this.grew(origin);
    }
  }

  /** From now on other processes' writes are noticed, and their logs recorded. */
  watch(): void {
    this.#watch.start();
    this.searchIndex.watch();
  }

  /** Records what is due, then lets go of the folder. Closing again does nothing. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const due = this.#watch.stop();
    await this.searchIndex.stop();
    try {
      await this.anchor(due);
    } catch (error) {
      this.#parts.report(error); // the next start records what is due
    } finally {
      await this.store.close().finally(() => this.#parts.lock?.release());
    }
  }
}
