import type { AnyText } from "#app/content/messages/keys.ts";
import { replay } from "#app/core/incident/evolve.ts";
import { handoverSheet } from "#app/core/incident/handover-sheet.ts";
import { emptyIncident, type Handover, type Incident, leadOf } from "#app/core/incident/incident.ts";
import { nameOf } from "#app/core/incident/summary.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import { type Instant, secondsBetween } from "#app/core/shared/instant.ts";
import { readIn } from "#app/server/content/read-in.server.ts";
import type { House } from "#app/server/house.server.ts";
import { entriesOf } from "#app/server/queries/log-entries.ts";
import { entryViews } from "../log/entry-view.server.ts";
import { type SheetView, sheetView } from "./sheet-view.server.ts";

const LINES = 5;
/** From here on it is time to hand over. */
const TIRED_SECONDS = 2 * 3600;

export interface OfferView {
  readonly seq: number;
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly hash: string | undefined;
  readonly offDutyUntil: string | undefined;
  readonly sheet: SheetView;
}

interface Asked {
  readonly house: House;
  readonly incident: Incident;
  /** The same in the reader's language. */
  readonly reading: Incident;
  readonly me: UserId;
  readonly at: Instant;
  readonly withheld: ReadonlySet<number>;
  readonly text: AnyText;
}

export async function handoverView(asked: Asked) {
  const { incident, reading, me, at, text } = asked;
  const { handover, handedOver } = incident;
  const lead = leadOf(incident);
  const since = handedOver?.at ?? incident.declaredAt ?? at;
  const seconds = secondsBetween(since, at);
  const sheet = handoverSheet(reading, { from: me, to: me, brief: "", ifThen: [] });
  return {
    base: `/i/${incident.ref}`,
    lead: lead?.id === me,
    leadName: lead?.name ?? text("incidents.erased"),
    seconds,
    tired: seconds >= TIRED_SECONDS,
    since,
    team: [...incident.people.values()].flatMap(({ id, name, roles, deactivated }) =>
      roles === undefined || id === lead?.id || deactivated || isOutsider(roles)
        ? []
        : [{ id, name: name ?? id }],
    ),
    draft: sheetView(reading, sheet, text),
    brief: await briefFrom(asked, sheet.since),
    offer: handover === undefined ? undefined : await offerView(asked, handover),
    mine: handover?.to === me,
    last:
      handedOver === undefined
        ? undefined
        : {
            seq: handedOver.seq,
            at: handedOver.at,
            saysBack: handedOver.saysBack ?? text("incidents.erased"),
            offer: await offerView(asked, handedOver.offer),
          },
  };
}

function isOutsider(roles: readonly string[]): boolean {
  return roles.length > 0 && roles.every((role) => role === "observer" || role === "supplier");
}

/** The sheet of an offer, made again from the entries before it. */
async function offerView({ house, incident, text }: Asked, offer: Handover): Promise<OfferView> {
  const entries = await entriesOf(house, incident, 0, offer.seq);
  const then = replay(emptyIncident(incident.ref, incident.kind), entries, house.library);
  const { from, to, brief = text("incidents.erased"), ifThen } = offer;
  const sheet = handoverSheet(then, { from, to, brief, ifThen });
  return {
    seq: offer.seq,
    at: offer.at,
    from: nameOf(incident, from),
    to: nameOf(incident, to),
    hash: offer.sheet,
    offDutyUntil: offer.offDutyUntil,
    sheet: sheetView(readIn(then, text.language), sheet, text),
  };
}

const TELLING: ReadonlySet<string> = new Set([
  "decided",
  "step-completed",
  "step-skipped",
  "step-blocked",
  "check-failed",
  "severity-set",
  "became-aware-set",
  "item-added",
  "playbook-started",
]);

/** The last things that changed the picture, each as one line. */
async function briefFrom(
  { house, incident, reading, withheld, text }: Asked,
  since: number,
): Promise<string> {
  const entries = await entriesOf(house, incident, since, incident.size);
  const telling = entries.filter((entry) => TELLING.has(entry.act) && !withheld.has(entry.seq)).slice(-LINES);
  return entryViews(telling, reading, new Map(), withheld, text)
    .map(({ summary }) => summary)
    .join("\n");
}
