import type { By } from "#app/core/incident/entry.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { House } from "./house.server.ts";
import type { EntryDraft } from "./log/append.ts";
import { instantOf } from "./log/clock.ts";
import { NothingSigned } from "./log/failures.ts";
import type { ServerRefusal } from "./refusals.ts";
import type { Tx } from "./store/port.ts";

/** What an act of administration answers, and what it puts on record: at least one entry. */
export interface Administration<T> {
  readonly value: T;
  readonly entries: readonly EntryDraft[];
}

export interface Administered<T> {
  readonly value: T;
  readonly entries: readonly { readonly seq: number; readonly act: string }[];
  /** Size of the installation's log. */
  readonly size: number;
  /** The installation log's signed checkpoint, with these entries; undefined when it could not be kept. */
  readonly checkpoint: string | undefined;
}

/**
 * Changes plain rows (people, roles, tokens, settings) and records the change in the installation's log,
 * in one transaction. `work` reads and writes through `tx` and answers what to record, or a refusal: then
 * nothing of it is written. A person who acts here for the first time is named from their row, so `work`
 * may be what adds that row. Sign-ins and last uses are no acts of administration: write them with
 * `house.store.transact`.
 */
export async function administer<T, E>(
  house: House,
  by: By,
  work: (tx: Tx, at: Instant) => Promise<Result<Administration<T>, E>>,
): Promise<Result<Administered<T>, E | ServerRefusal>> {
  if (house.standing !== "sound") return no({ code: "read-only", why: house.standing.readOnly });
  try {
    const { value, appended } = await house.store.transact(async (tx) => {
      const outcome = await work(tx, instantOf(house.clock()));
      if (!outcome.ok) throw new Refused(outcome.error);
      const { value, entries } = outcome.value;
      return { value, appended: await house.own.append(tx, entries, by) };
    });
    const checkpoint = await house.own.committed(appended);
    const entries = appended.entries.map(({ seq, act }) => ({ seq, act }));
    return ok({ value, entries, size: appended.head.size, checkpoint });
  } catch (cause) {
    if (cause instanceof Refused) return no(cause.refusal as E); // thrown above, with what `work` refused
    if (cause instanceof NothingSigned) return no({ code: "read-only", why: cause.message });
    throw cause;
  }
}

/** Undoes the transaction: only throwing does. */
class Refused extends Error {
  constructor(readonly refusal: unknown) {
    super("refused");
  }
}
