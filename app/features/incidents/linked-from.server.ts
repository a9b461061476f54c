import { parseOrigin } from "#app/core/audit/origin.ts";
import type { LinkKind } from "#app/core/incident/command.ts";
import type { Actor } from "#app/core/incident/context.ts";
import { type IncidentRef, isIncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "#app/server/house.server.ts";
import { isShown, summaryOf } from "#app/server/queries/board.ts";

/** Another incident that says, in its own log alone, that it hangs together with this one. */
export interface LinkFrom {
  readonly ref: IncidentRef;
  readonly codename: string;
  readonly as: LinkKind;
  /** Number of the entry in the other's log. */
  readonly seq: number;
}

/** Those that are shown to this person. */
export async function linkedFrom(
  house: House,
  actor: Actor,
  target: IncidentRef,
): Promise<readonly LinkFrom[]> {
  const found: LinkFrom[] = [];
  for (const { ref, codename } of await linkingTo(house, actor, target)) {
    const incident = await house.incident(ref).catch((error) => house.report(error)); // its own page tells
    const link = incident?.links.find((one) => one.ref === target);
    if (link !== undefined) found.push({ ref, codename, as: link.as ?? "related-to", seq: link.seq });
  }
  return found;
}

/** A frozen log and the one that continues it are of one incident. */
function linkingTo(house: House, actor: Actor, target: IncidentRef) {
  return house.store.snapshot(async (reads) => {
    const refs = new Set((await reads.linksTo(target)).map(({ origin }) => parseOrigin(origin)?.id ?? ""));
    const shown: { readonly ref: IncidentRef; readonly codename: string }[] = [];
    for (const ref of refs) {
      const row = isIncidentRef(ref) ? await reads.incident(ref) : undefined;
      if (row === undefined) continue;
      const summary = summaryOf(row);
      if (isShown(summary, actor)) shown.push({ ref: row.ref, codename: summary.codename });
    }
    return shown;
  });
}
