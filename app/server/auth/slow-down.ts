import { createHash } from "node:crypto";
import { addSeconds, type Instant, secondsBetween } from "#app/core/shared/instant.ts";

// Wrong passwords slow down per account and address: guessing becomes useless, and nobody is locked out by
// what someone else does from another place. Kept in memory: a restart forgives.

/** Wrong passwords that cost nothing. */
const FREE_TRIES = 5;
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 15 * 60;
/** A pair nobody has tried for this long starts afresh. */
const FORGIVEN_AFTER_SECONDS = 24 * 3600;
/** Pairs kept; past it one that waits for nothing is forgotten. */
const PAIRS_MAX = 10_000;

interface Tries {
  readonly count: number;
  readonly lastAt: Instant;
  readonly notBefore: Instant;
}

export class SlowDown {
  readonly #pairs = new Map<string, Tries>();

  /**
   * Counts a try and answers undefined when it may go on, or the moment before which it may not. Counted
   * before the password is looked at, so that guesses sent all at once gain nothing.
   */
  attempt(account: string, address: string, now: Instant): Instant | undefined {
    const pair = pairOf(account, address);
    const known = this.#pairs.get(pair);
    const before = known !== undefined && isForgiven(known, now) ? undefined : known;
    if (before !== undefined && now < before.notBefore) return before.notBefore;
    const count = (before?.count ?? 0) + 1;
    this.#pairs.delete(pair);
    this.#pairs.set(pair, { count, lastAt: now, notBefore: addSeconds(now, waitAfter(count)) });
    this.#forgetOne(pair, now);
    return undefined;
  }

  succeeded(account: string, address: string): void {
    this.#pairs.delete(pairOf(account, address));
  }

  /**
   * The oldest with free tries left, else the oldest whose wait is over. Never one that has to wait, so that nobody
   * gets rid of a wait by trying others: such pairs take five checked passwords each, and are few.
   */
  #forgetOne(newest: string, now: Instant): void {
    if (this.#pairs.size <= PAIRS_MAX) return;
    let over: string | undefined;
    for (const [pair, { count, notBefore }] of this.#pairs) {
      if (pair === newest) continue;
      if (count < FREE_TRIES) {
        this.#pairs.delete(pair);
        return;
      }
      if (now >= notBefore) over ??= pair;
    }
    if (over !== undefined) this.#pairs.delete(over);
  }
}

function waitAfter(count: number): number {
  if (count < FREE_TRIES) return 0;
  return Math.min(FIRST_WAIT_SECONDS * 2 ** Math.min(count - FREE_TRIES, 20), LONGEST_WAIT_SECONDS);
}

function isForgiven(tries: Tries, now: Instant): boolean {
  return secondsBetween(tries.lastAt, now) > FORGIVEN_AFTER_SECONDS;
}

/** As long for every account: what a stranger types is not kept. */
function pairOf(account: string, address: string): string {
  return createHash("sha256")
    .update(JSON.stringify([account, neighbourhood(address)]))
    .digest("base64");
}

/** One subscriber of IPv6 has a whole /64 to send from; an IPv4 address may be spelt as an IPv6 one. */
export function neighbourhood(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("%")[0]?.toLowerCase().split("::") ?? [];
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}

/** What one site of IPv6, a /48, or one IPv4 address is told apart by. */
export function siteOf(neighbours: string): string {
  return neighbours.split(":").slice(0, 3).join(":");
}
