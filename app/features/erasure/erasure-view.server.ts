import { requestOf } from "#app/core/incident/approval.ts";
import type { Incident } from "#app/core/incident/incident.ts";
import { nameOf } from "#app/core/incident/summary.ts";
import { type Instant, secondsBetween } from "#app/core/shared/instant.ts";

/** How long everyone is still told that something was erased. */
const TOLD_SECONDS = 24 * 3600;

export interface ErasureNotice {
  /** The entry whose words it is about. */
  readonly seq: string;
  readonly stage: "asked" | "ordered" | "done";
  readonly by: string;
}

/** What touches the evidence itself is told on every page of the incident: before, meanwhile and for a day after. */
export function erasureNotices(incident: Incident, now: Instant): readonly ErasureNotice[] {
  const asked = [...incident.approvals.values()].flatMap((approval): readonly ErasureNotice[] => {
    if (approval.status !== "waiting" || approval.on.t !== "entry") return [];
    const { void: isVoid } = requestOf(incident, approval);
    const by = nameOf(incident, approval.requestedBy);
    return isVoid ? [] : [{ seq: approval.on.id, stage: "asked", by }];
  });
  const ordered = [...incident.erasures.values()].flatMap(({ on, by, done }): readonly ErasureNotice[] => {
    if (done !== undefined && secondsBetween(done.at, now) >= TOLD_SECONDS) return [];
    return [{ seq: on.id, stage: done === undefined ? "ordered" : "done", by: nameOf(incident, by) }];
  });
  return [...asked, ...ordered];
}
