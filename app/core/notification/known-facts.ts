import { Temporal } from "temporal-polyfill";
import { CLOCK_NAMES, type ClockName } from "./clocks.ts";
import type { Facts } from "./facts.ts";

/** Facts with their moments read once, for everything that counts from them. */
export interface KnownFacts {
  readonly facts: Facts;
  readonly clocks: ReadonlyMap<ClockName, Temporal.Instant>;
  /** Of all clocks that were recorded: what stands in for one that was not. */
  readonly earliest: { readonly name: ClockName; readonly at: Temporal.Instant } | undefined;
  /** By `regime:stage`. */
  readonly submitted: ReadonlyMap<string, Temporal.Instant>;
  readonly now: Temporal.Instant | undefined;
}

export function knownFacts(facts: Facts): KnownFacts {
  const clocks = new Map(
    CLOCK_NAMES.flatMap((name) => {
      const at = facts[name];
      return at === undefined ? [] : [[name, Temporal.Instant.from(at)] as const];
    }),
  );
  const [first] = [...clocks].sort(([, one], [, other]) => Temporal.Instant.compare(one, other));
  return {
    facts,
    clocks,
    earliest: first === undefined ? undefined : { name: first[0], at: first[1] },
    submitted: new Map(
      Object.entries(facts.submitted ?? {}).map(([key, at]) => [key, Temporal.Instant.from(at)]),
    ),
    now: facts.now === undefined ? undefined : Temporal.Instant.from(facts.now),
  };
}

export function earlier(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return isBefore(other, one) ? other : one;
}

export function later(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return isBefore(one, other) ? other : one;
}

export function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}
