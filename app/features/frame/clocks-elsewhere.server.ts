import type { PageText } from "#app/content/messages/keys.ts";
import type { IncidentSummary } from "#app/core/incident/summary.ts";
import { type ClockView, clockView } from "../incidents/clock-view.server.ts";

/** A limit of an incident that the page is not about: its name begins with the codename. */
export interface ClockElsewhere extends ClockView {
  readonly ref: string;
}

/** The limits of these incidents, in the order they run out. Drills have none that count. */
export function clocksOf(open: readonly IncidentSummary[], text: PageText): readonly ClockElsewhere[] {
  return open
    .filter((incident) => incident.kind === "incident")
    .flatMap(({ ref, codename, limits }) =>
      limits.map((limit) => {
        const view = clockView(limit, text);
        return {
          ...view,
          ref,
          to: `/i/${ref}#clocks`,
          name: text("frame.clock-of", { codename, clock: view.name }),
        };
      }),
    )
    .sort((a, b) => a.due - b.due);
}

/** As many as can run out while a page stays open. */
export const CLOCKS_KEPT = 20;
