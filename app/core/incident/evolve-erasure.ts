import type { Entry, FieldsOf } from "./entry.ts";
import { actor } from "./entry-ids.ts";
import type { Erasure, Incident } from "./incident.ts";

/** `ref` names the request; the approval of the same command stands just before it. */
export function erasureOrdered(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"erasure-ordered">>,
): Partial<Incident> {
  const answer = entry.ref.map((seq) => incident.approvals.get(seq)?.answer).find((one) => one !== undefined);
  const erasure: Erasure = {
    seq: entry.seq,
    at: entry.at,
    by: actor(entry),
    orderedBy: entry.by,
    approvedBy: answer?.by,
    approval: answer?.seq,
    on: entry.on,
    slots: f.slots ?? [],
    ground: f.ground,
    because: f.because,
    done: undefined,
  };
  return { erasures: new Map(incident.erasures).set(entry.seq, erasure) };
}

export function payloadErased(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"payload-erased">>,
): Partial<Incident> {
  const ordered = entry.ref
    .map((seq) => incident.erasures.get(seq))
    .find((erasure) => erasure !== undefined && erasure.done === undefined);
  if (ordered === undefined) return {};
  const done = { seq: entry.seq, at: entry.at, bytes: f.bytes, beyond: f.beyond ?? [] };
  const erasure = { ...ordered, done };
  const scars = new Map(incident.scars);
  for (const seq of new Set(ordered.slots.map(([place]) => place)))
    scars.set(seq, [...(scars.get(seq) ?? []), ordered.seq]);
  return { erasures: new Map(incident.erasures).set(ordered.seq, erasure), scars };
}
