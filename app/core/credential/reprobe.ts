import { addSeconds, epochOf, type Instant } from "#app/core/shared/instant.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAYS = 30;

/** When a credential proved dead is looked at again: after 10 minutes, 1 hour, 24 hours, then daily up to 30 days. */
export function looksAfter(provedAt: Instant): readonly Instant[] {
  const daily = Array.from({ length: DAYS }, (_, day) => (day + 1) * DAY);
  return [10 * MINUTE, HOUR, ...daily].map((seconds) => addSeconds(provedAt, seconds));
}

/**
 * The next look that is due or to come, with what it can be: the leaked credential itself while it is held, else its
 * state by id, which the provider may confirm but which is no refusal. Undefined after the last one.
 */
export function nextLook(
  provedAt: Instant,
  lastLook: Instant | undefined,
  isSecretHeld: boolean,
): { readonly at: Instant; readonly how: "probe" | "state" } | undefined {
  const at = looksAfter(provedAt).find((due) => lastLook === undefined || epochOf(due) > epochOf(lastLook));
  return at === undefined ? undefined : { at, how: isSecretHeld ? "probe" : "state" };
}
