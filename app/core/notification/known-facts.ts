import { epochOf, type Instant, parseInstant } from "#app/core/shared/instant.ts";
import { CLOCK_NAMES, type ClockName } from "./clocks.ts";
import type { Epoch } from "./epoch.ts";
import type { Facts } from "./facts.ts";

/** Facts with their moments read once, for everything that counts from them. */
export interface KnownFacts {
  readonly facts: Facts;
  readonly clocks: ReadonlyMap<ClockName, Epoch>;
  /** Of all clocks that were recorded: what stands in for one that was not. */
  readonly earliest: { readonly name: ClockName; readonly at: Epoch } | undefined;
  /** By `regime:stage`. */
  readonly submitted: ReadonlyMap<string, Epoch>;
  readonly now: Epoch | undefined;
}

export function knownFacts(facts: Facts): KnownFacts {
  const clocks = new Map(
    CLOCK_NAMES.flatMap((name) => {
      const at = facts[name];
      return at === undefined ? [] : [[name, momentOf(at)] as const];
    }),
  );
  const [first] = [...clocks].sort(([, one], [, other]) => one - other);
  return {
    facts,
    clocks,
    earliest: first === undefined ? undefined : { name: first[0], at: first[1] },
    submitted: new Map(Object.entries(facts.submitted ?? {}).map(([key, at]) => [key, momentOf(at)])),
    now: facts.now === undefined ? undefined : momentOf(facts.now),
  };
}

/** The door of facts lets only moments in. */
export function momentOf(text: string): Epoch {
  const instant: Instant | undefined = parseInstant(text);
  if (instant === undefined) throw new RangeError(`${text} is no moment`);
  return epochOf(instant);
}
