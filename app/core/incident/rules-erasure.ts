import type { Slot } from "#app/core/audit/slot.ts";
import type { Role } from "#app/core/playbook/template.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import { no, ok } from "#app/core/shared/result.ts";
import type { CommandOf } from "./command.ts";
import type { Context, Decision } from "./context.ts";
import { draft, type Entry } from "./entry.ts";
import { erasablePlaces, type Place, withFileNames } from "./erasable.ts";
import type { Incident } from "./incident.ts";
import type { Refusal } from "./refusal.ts";

// Erasing what an entry says (GDPR Art. 17), and what forbids it: a hold, for as long as it stands. The entry itself,
// its time, its author and its commitments are never touched.

/** One of these approves, and it is a function that whoever asked does not hold. */
export const ERASURE_APPROVERS: readonly Role[] = ["privacy", "legal"];

/** The functions that could approve what this person asks. */
export function approversFor(incident: Incident, asker: UserId): readonly Role[] {
  const own = incident.people.get(asker)?.roles ?? [];
  return ERASURE_APPROVERS.filter((role) => !own.includes(role));
}

/** Orders it; the values go right after, and then an entry says that they are gone. */
export function erasePayload(
  incident: Incident,
  command: CommandOf<"erase-payload">,
  { referred, actor }: Context,
): Decision {
  if (incident.hold !== undefined) return no({ code: "held", seq: incident.hold.seq });
  if (referred === undefined) return no({ code: "unknown-entry", seq: command.seq });
  const places = withFileNames(referred, command.slots);
  const refusal = notErasable(incident, referred, places);
  if (refusal !== undefined) return no(refusal);
  if (!isCodename(incident, command.codename)) return no({ code: "codename-needed" });
  if (approversFor(incident, actor.userId).length === 0) return no({ code: "same-function" });
  const slots = [...places.map((place) => slotAt(referred.seq, place)), ...requestSlots(incident, referred)];
  const { ground, because } = command;
  const on = { t: "entry", id: String(referred.seq) };
  return ok([draft("erasure-ordered", on, { slots, ground, because })]);
}

function notErasable(incident: Incident, entry: Entry, places: readonly Place[]): Refusal | undefined {
  const there = new Set(erasablePlaces(entry));
  const ordered = new Set(pendingSlots(incident).map((slot) => JSON.stringify(slot)));
  for (const place of places) {
    if (entry.gone?.includes(place) || ordered.has(JSON.stringify(slotAt(entry.seq, place))))
      return { code: "already-erased", seq: entry.seq };
    if (!there.has(place)) return { code: "not-erasable", place };
  }
  return undefined;
}

function pendingSlots(incident: Incident): readonly Slot[] {
  return [...incident.erasures.values()].flatMap(({ done, slots }) => (done === undefined ? slots : []));
}

/** Where an act was approved, the request holds the same words: they go together. */
export function requestSlots(incident: Incident, entry: Entry): readonly Slot[] {
  return entry.ref.flatMap((seq): readonly Slot[] => {
    const request = incident.approvals.get(seq);
    return request === undefined ||
      request.command === null ||
      entry.act === "approved" ||
      entry.act === "declined"
      ? []
      : [[seq, "f", "command"]];
  });
}

/** The place of an entry as a leaf names it. */
export function slotAt(seq: number, place: Place): Slot {
  const name = place.slice(place.indexOf(":") + 1);
  return place.startsWith("att:") ? [seq, "att", Number(name)] : [seq, "f", name];
}

/** As shown, in capitals or not; an incident whose codename was erased goes by its number. */
export function isCodename(incident: Incident, typed: string | undefined): boolean {
  return typed?.trim().toLowerCase() === (incident.codename.value ?? incident.ref).toLowerCase();
}

/** From here on nothing is erased: a court, an authority or a lawyer may need it as it is. */
export function setHold(incident: Incident, { because }: CommandOf<"set-hold">): Decision {
  if (incident.hold !== undefined) return no({ code: "no-change" });
  return ok([draft("hold-set", { t: "incident", id: incident.ref }, { because })]);
}

export function liftHold(incident: Incident, { because }: CommandOf<"lift-hold">): Decision {
  const { hold } = incident;
  if (hold === undefined) return no({ code: "no-hold" });
  return ok([draft("hold-lifted", { t: "incident", id: incident.ref }, { because }, { ref: [hold.seq] })]);
}
