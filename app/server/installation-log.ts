import { isUserId } from "#app/core/shared/ids.ts";
import type { House } from "./house.server.ts";
import { type Appended, append, type EntryDraft } from "./log/append.ts";
import { instantOf } from "./log/clock.ts";
import { OtherKey } from "./log/failures.ts";
import { type LiveLog, openLiveLog } from "./log/live-log.ts";
import { LOG_KEY } from "./log/rotations.ts";
import { SYSTEM } from "./log/system.ts";
import type { Reads, Tx } from "./store/port.ts";

/** Writes the installation's own log: acts of administration, and how far the incidents' logs have come. */
export class InstallationLog {
  readonly #house: House;
  #known: LiveLog | undefined;

  constructor(house: House) {
    this.#house = house;
  }

  /**
   * Appends in a transaction of the caller, who hands what comes back to `committed` once that is true. Throws
   * NothingSigned, and OtherKey when the key was changed meanwhile.
   */
  async append(tx: Tx, drafts: readonly EntryDraft[], by = SYSTEM): Promise<Appended> {
    const house = this.#house;
    const log = await this.#log(tx);
    await this.#refuseOldKey(tx);
    await house.mayAppend(tx, log);
    const reading = house.clock();
    return append(tx, log, drafts, {
      by,
      at: instantOf(reading),
      reading,
      seen: undefined,
      app: house.app,
      nameOf: (id) => nameIn(tx, id),
      place: () => Promise.reject(new Error("the installation's log holds no files")),
    });
  }

  /** Signs and keeps the checkpoint over what was just committed. Undefined when it could not be kept. */
  async committed(appended: Appended): Promise<string | undefined> {
    try {
      return await this.sign(appended);
    } catch (error) {
      this.#house.report(error); // what it belongs to is committed; whoever asks for a checkpoint next keeps one
      return undefined;
    }
  }

  /** The same for a caller who is lost without it: throws what stands in the way. */
  sign({ from, log, head }: Appended): Promise<string> {
    const house = this.#house;
    this.#known = log;
    house.appended(house.installation, from, log.edge, head);
    return house.sign(house.installation, head);
  }

  /** What is known of the log, unless another process has made it grow. */
  async #log(tx: Tx): Promise<LiveLog> {
    const { installation } = this.#house;
    const known = this.#known;
    const head = await tx.head(installation);
    if (known !== undefined && known.edge.size === head?.size) return known;
    return openLiveLog(installation, tx);
  }

  /** Another process may have changed the key: an entry that the old one signed must not follow. */
  async #refuseOldKey(tx: Tx): Promise<void> {
    const due = await tx.setting(LOG_KEY);
    if (due !== undefined && due !== this.#house.vkey) throw new OtherKey(this.#house.key.path, due);
  }
}

/** What a person is called now; where nothing is known of them, their id. */
export async function nameIn(reads: Reads, id: string): Promise<string> {
  const person = isUserId(id) ? await reads.person(id) : undefined;
  return person?.name ?? id;
}
