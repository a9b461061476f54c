import type { PageText } from "#app/content/messages/keys.ts";
import type { IncidentSummary } from "#app/core/incident/summary.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import { type ClockView, clockView } from "../incidents/clock-view.server.ts";

/** A limit of an incident that the page is not about: its name begins with the codename. */
export interface ClockElsewhere extends ClockView {
  readonly ref: string;
}

export interface ClocksElsewhere {
  /** In the order they run out. */
  readonly coming: readonly ClockElsewhere[];
  /** How many have run out. */
  readonly late: number;
  /** Whose limit runs out, or ran out, before all others. */
  readonly first: string | undefined;
}

/** As many as can run out while a page stays open. */
const KEPT = 20;

export function clocksElsewhere(
  open: readonly IncidentSummary[],
  now: Instant,
  text: PageText,
): ClocksElsewhere {
  const all = open
    .flatMap(({ ref, codename, limits }) => limits.map((limit) => ({ ref, codename, limit })))
    .sort((a, b) => (a.limit.due < b.limit.due ? -1 : a.limit.due > b.limit.due ? 1 : 0));
  const coming = all.filter(({ limit }) => limit.due >= now);
  return {
    coming: coming.slice(0, KEPT).map(({ ref, codename, limit }) => {
      const view = clockView(limit, text);
      const name = text("frame.clock-of", { codename, clock: view.name });
      return { ...view, ref, to: `/i/${ref}#clocks`, name };
    }),
    late: all.length - coming.length,
    first: all[0]?.ref,
  };
}
