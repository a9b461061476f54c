import { readFacts } from "#app/core/notification/fact-door.ts";
import type { Obligation } from "#app/core/notification/obligation.ts";
import { obligations } from "#app/core/notification/obligations.ts";
import { shippedLaw } from "#app/server/content/regimes.server.ts";

export const law = await shippedLaw();

/** The duties that facts bring, as a person would write them down. */
export function dutiesOf(facts: object): readonly Obligation[] {
  const read = readFacts(facts, law.names);
  if (!read.ok) throw new Error(`these facts are refused: ${JSON.stringify(read.error)}`);
  return obligations(read.value, law.regimes, law.calendars);
}

/** `eu-gdpr:sa-notification` among them. */
export function duty(key: string, facts: object): Obligation {
  const found = dutiesOf(facts).find((one) => `${one.regimeId}:${one.stage}` === key);
  if (found === undefined) throw new Error(`nobody considered ${key}`);
  return found;
}

/** An instant without its milliseconds, as the law's examples spell it. */
export function short(instant: string | null | undefined): string | null | undefined {
  return instant === null ? null : instant?.replace(".000Z", "Z");
}
