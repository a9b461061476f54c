import type { TreeNode } from "#app/core/audit/tree.ts";
import type { IncidentRef, UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import type { DraftReads, DraftWrites } from "./draft-port.ts";
import type { ErasureReads, ErasureWrites } from "./erasure-port.ts";
import type { PreferenceReads, PreferenceWrites } from "./preference-port.ts";
import type { Answer, Person, PersonChange, PlaybookVersion, Session, Token } from "./rows.ts";
import type { SearchReads, SearchWrites } from "./search-port.ts";
import type { SignInReads, SignInWrites } from "./sign-in-port.ts";

// What the program needs from a database. An adapter passes `tests/store/contract.ts`, whole.
// Invariants
// (1) An entry, a node and a head, once written, are never rewritten and never removed.
// (2) The entries of a log are numbered 0, 1, 2 …; a gap or a repeat is refused by the database itself.
// (3) What `transact` has returned survives the loss of power.

export interface Store {
  /**
   * Runs `work` with the write lock of the whole store held: transactions never interleave, those of
   * other processes on the same store included. When it returns, everything written is on disk; when it
   * throws, none of it is, and the error is passed on. Those that wait at the same time may share one commit:
   * each finds what the ones before it wrote, and when the commit fails, all of them throw. Not reentrant.
   * Throws DiskFull, DiskFailed or StoreBusy when the world refuses; nothing is retried here, the caller may
   * send the whole work again.
   */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;

  /**
   * Runs `work` over one unchanging state of the store: everything committed before the first read,
   * nothing later, however long it takes. Writers go on meanwhile.
   */
  snapshot<T>(work: (reads: Reads) => Promise<T>): Promise<T>;

  /** True once after each stretch in which another process wrote to the store. */
  changedElsewhere(): Promise<boolean>;

  /**
   * Writes the whole store anew, so that nothing of what was removed is left in its files. False when others used it
   * all the time: try again later. Nothing else is done meanwhile; it takes about a second for each 100 MB.
   */
  rewrite(): Promise<boolean>;

  /** Waits for the running transaction, then lets go of everything. Closing again does nothing; anything else fails. */
  close(): Promise<void>;
}

/** The size and root of a log after one of its commands. */
export interface Head {
  readonly size: number;
  readonly root: Uint8Array;
}

/** What lies beside a leaf and can lawfully be removed: the salt, and for a field its value as JSON. */
export type StoredSlot =
  | { readonly kind: "f"; readonly name: string; readonly salt: Uint8Array; readonly value: string }
  | { readonly kind: "att"; readonly index: number; readonly salt: Uint8Array };

export interface StoredEntry {
  readonly seq: number;
  /** The canonical bytes, as they were hashed. */
  readonly leaf: Uint8Array;
  /** Erased slots are absent. Fields first, by name; then files, by index. */
  readonly slots: readonly StoredSlot[];
}

/** A row of a log as it lies there, whatever state it is in. Without a leaf the entry is gone, and values are left. */
export interface RawEntry {
  readonly seq: number;
  readonly leaf?: Uint8Array;
  /** The leaf hash that the tree was built with. */
  readonly hash?: Uint8Array;
  /** The root recorded with it, where a command ended. */
  readonly root?: Uint8Array;
  readonly values: readonly RawValue[];
}

export interface RawValue {
  /** `f:<name>` or `att:<index>`. */
  readonly slot: string;
  readonly salt: Uint8Array;
  /** JSON; null for a file. */
  readonly value: string | null;
}

/** The log-head that last recorded a log in the installation's log. */
export interface Anchor extends Head {
  /** Number of the log-head entry in the installation's log. */
  readonly seq: number;
}

export interface LogSize extends Head {
  readonly origin: string;
}

/** The row of the board: what pages read instead of replaying a log. */
export interface IncidentRow {
  readonly ref: IncidentRef;
  readonly kind: "incident" | "drill";
  readonly origin: string;
  readonly size: number;
  readonly open: boolean;
  readonly declaredAt: Instant;
  /** Shown to its team alone. */
  readonly restricted: boolean;
  /** When the first of its open limits runs out. */
  readonly urgentAt?: Instant;
  /** `summarize` of the evolved state, as JSON. */
  readonly summary: string;
}

/** Which incidents: those that have all that is named. */
export interface IncidentFilter {
  readonly open?: boolean;
  readonly kind?: IncidentRow["kind"];
  readonly restricted?: boolean;
  /** Only those in which a request for approval waits. */
  readonly waiting?: true;
}

export interface IncidentQuery extends IncidentFilter {
  /** Only rows that come after this one in the order newest declared first. */
  readonly after?: { readonly declaredAt: Instant; readonly ref: IncidentRef };
  /** At most this many rows. */
  readonly limit: number;
}

export interface EvidencePlace {
  readonly seq: number;
  readonly index: number;
}

export interface EvidenceRow extends EvidencePlace {
  readonly commitment: Uint8Array;
}

/** Something to be done in the outside world: asked for on record, done by a job, answered on record. */
export interface OutboxItem {
  readonly id: string;
  readonly origin: string;
  /** The entry that asked for it. */
  readonly seq: number;
  readonly kind: string;
  /** JSON. */
  readonly body: string;
  readonly dueAt: Instant;
  readonly attempts: number;
}

export interface Reads extends SignInReads, PreferenceReads, DraftReads, ErasureReads, SearchReads {
  /** Origin of the installation's own log; undefined on a store that was never set up. */
  installation(): Promise<string | undefined>;
  /** That origin, last, and before it those whose logs are frozen, oldest first. */
  installations(): Promise<readonly string[]>;

  /** Newest head of a log; undefined when the log has no entry. */
  head(origin: string): Promise<Head | undefined>;
  /** The head a command left at exactly this size; undefined when no command ended there. */
  headAt(origin: string, size: number): Promise<Head | undefined>;
  /** Entries `from` ≤ seq < `until`, ascending. Fewer than asked for when the log is shorter. */
  entries(origin: string, from: number, until: number): Promise<readonly StoredEntry[]>;
  /** The leaves of those entries alone; cheaper where no value is needed. */
  leaves(origin: string, from: number, until: number): Promise<readonly Uint8Array[]>;
  /** One more than the largest number that any row of the log bears; 0 when there is none. */
  extent(origin: string): Promise<number>;
  /** What lies there with `from` ≤ seq < `until`, ascending, gaps and all. For a log that is damaged. */
  raw(origin: string, from: number, until: number): Promise<readonly RawEntry[]>;
  /** A perfect node. Throws when the log is too short to have it. */
  node(origin: string, level: number, index: number): Promise<Uint8Array>;
  /** Perfect nodes of one level, `from` ≤ index < `until`. Throws when the log is too short to have them all. */
  nodes(origin: string, level: number, from: number, until: number): Promise<readonly Uint8Array[]>;
  /** Every log with at least one entry, ascending by origin, after `after`, at most `limit`. */
  logs(after: string, limit: number): Promise<readonly LogSize[]>;

  /** Undefined when no log-head has recorded the log. */
  anchor(origin: string): Promise<Anchor | undefined>;
  /** The logs that are larger than their newest log-head; the installation's own and frozen ones left out. */
  unanchored(): Promise<readonly LogSize[]>;
  /** The logs, frozen ones left out, whose newest log-head stands before this entry of the installation's log. */
  anchoredBefore(seq: number): Promise<readonly string[]>;
  /** Log-head leaves of this installation log, `from` ≤ seq, ascending, at most `limit`. */
  logHeads(installation: string, from: number, limit: number): Promise<readonly Uint8Array[]>;
  /** True when a person-named entry for this person stands in the log. */
  isNamed(origin: string, person: string): Promise<boolean>;
  /** The people named in the log, each with the number of the entry that did it first; ascending by person. */
  namedIn(origin: string): Promise<readonly { readonly person: string; readonly seq: number }[]>;
  /** Where in the log the file with this commitment stands; undefined when it does not. */
  evidence(origin: string, commitment: Uint8Array): Promise<EvidencePlace | undefined>;
  /** Every file that the log names, in the order of its entries. */
  evidenceIn(origin: string): Promise<readonly EvidenceRow[]>;

  /** Every entry of the log that links its incident to another, ascending. */
  linksIn(origin: string): Promise<readonly { readonly target: string; readonly seq: number }[]>;
  /** Every entry that links an incident to this one, whatever log it stands in, frozen ones included. */
  linksTo(target: IncidentRef): Promise<readonly { readonly origin: string; readonly seq: number }[]>;

  incident(ref: IncidentRef): Promise<IncidentRow | undefined>;
  /** Newest declared first. */
  incidents(query: IncidentQuery): Promise<readonly IncidentRow[]>;
  /** Where the first limit runs out first, before those without one; then the newest declared first. */
  urgentIncidents(
    filter: IncidentFilter,
    page: { readonly from: number; readonly limit: number },
  ): Promise<readonly IncidentRow[]>;
  countIncidents(filter: IncidentFilter): Promise<number>;
  playbook(hash: string): Promise<PlaybookVersion | undefined>;
  playbooks(): Promise<readonly PlaybookVersion[]>;

  /** What was answered to this key of this actor, if it is remembered still. `origin` may be the installation's. */
  answer(origin: string, actor: string, key: Uint8Array): Promise<Answer | undefined>;
  /** Items not settled and due at `now`, oldest first. */
  due(now: Instant, limit: number): Promise<readonly OutboxItem[]>;

  person(id: UserId): Promise<Person | undefined>;
  /** Upper and lower case of an address do not differ. */
  personByEmail(email: string): Promise<Person | undefined>;
  people(): Promise<readonly Person[]>;
  /** The argon2id string; undefined for someone without a password. */
  password(id: UserId): Promise<string | undefined>;
  session(hash: Uint8Array): Promise<Session | undefined>;
  sessionsOf(person: UserId): Promise<readonly Session[]>;
  token(hash: Uint8Array): Promise<Token | undefined>;
  tokens(): Promise<readonly Token[]>;
  /** JSON; undefined when never set. */
  setting(name: string): Promise<string | undefined>;
}

export interface NewEntries {
  readonly origin: string;
  /** Ascending, without gaps, from the log's size on. */
  readonly entries: readonly StoredEntry[];
  /** Every node that these leaves made perfect, level 0 included. */
  readonly nodes: readonly TreeNode[];
  readonly head: Head;
}

export interface Tx extends Reads, SignInWrites, PreferenceWrites, DraftWrites, ErasureWrites, SearchWrites {
  /** Names the installation's own log, once and for ever. */
  setInstallation(origin: string): Promise<void>;
  /** From now on this is the installation's origin. The logs of the one before are frozen: nothing is added to them. */
  succeed(origin: string): Promise<void>;
  /** The log begins with its first entry. A first seq other than the log's size throws and nothing is written. */
  append(batch: NewEntries): Promise<void>;
  setAnchor(origin: string, anchor: Anchor): Promise<void>;
  /** The first naming stands. */
  setNamed(origin: string, person: string, seq: number): Promise<void>;
  setEvidence(origin: string, commitment: Uint8Array, place: EvidencePlace): Promise<void>;
  setLink(origin: string, target: string, seq: number): Promise<void>;
  setIncident(row: IncidentRow): Promise<void>;
  /** The incident's row is of this log from now on, which must have begun. */
  moveIncident(ref: IncidentRef, origin: string): Promise<void>;
  /** Kept for ever under its hash; keeping it again changes nothing. */
  keepPlaybook(version: PlaybookVersion): Promise<void>;

  remember(answer: Answer): Promise<void>;
  /** Forgets the answers given before this moment. */
  forget(before: Instant): Promise<void>;

  queue(item: OutboxItem): Promise<void>;
  /** Not to be tried before `dueAt`; counts one attempt. */
  postpone(id: string, dueAt: Instant): Promise<void>;
  /** Done or given up: its body is removed. */
  settle(id: string): Promise<void>;

  /** The address must not be another person's: look first, under the same lock. */
  addPerson(person: Person): Promise<void>;
  changePerson(id: UserId, change: PersonChange): Promise<void>;
  setPassword(id: UserId, hash: string, at: Instant): Promise<void>;
  addSession(session: Session): Promise<void>;
  changeSession(hash: Uint8Array, change: Partial<Pick<Session, "seenAt" | "provedAt">>): Promise<void>;
  endSession(hash: Uint8Array): Promise<void>;
  endSessionsOf(person: UserId): Promise<void>;
  /** All of this person but the one with this hash. */
  endOtherSessions(person: UserId, kept: Uint8Array): Promise<void>;
  /** Removes the sessions that expired before this moment. */
  endExpiredSessions(now: Instant): Promise<void>;
  addToken(token: Token): Promise<void>;
  changeToken(id: string, change: Partial<Pick<Token, "usedAt" | "revokedAt">>): Promise<void>;
  setSetting(name: string, value: string): Promise<void>;
  removeSetting(name: string): Promise<void>;
}
