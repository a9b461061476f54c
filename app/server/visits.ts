import type { Actor } from "#app/core/incident/context.ts";
import { type Draft, draft } from "#app/core/incident/entry.ts";
import type { Incident } from "#app/core/incident/incident.ts";
import type { IncidentRef, UserId } from "#app/core/shared/ids.ts";
import { type Instant, secondsBetween } from "#app/core/shared/instant.ts";
import { afterwards } from "./afterwards.ts";
import type { House } from "./house.server.ts";
import { keepWritten } from "./incident-writer.ts";
import { instantOf } from "./log/clock.ts";
import { LogFailure } from "./log/failures.ts";
import { StoreFailure } from "./store/failures.ts";
import { recordBySystem } from "./system-entries.ts";

// Who looked, and who tried to, in the incident's own log: once for each person and hour.

const HOUR = 3600;
type Visitor = Pick<Actor, "userId" | "name">;

/** Before anything is shown. Where the logs may not be added to, reading goes on without. */
export async function recordVisit(house: House, visitor: Visitor, incident: Incident): Promise<Incident> {
  const known = incident.people.get(visitor.userId)?.lastVisit;
  if (house.standing !== "sound" || isRecent(known, instantOf(house.clock()))) return incident;
  return (await recorded(house, visitor, incident.ref, "visit-recorded")) ?? incident;
}

/** After the answer, which must not take longer than that for an incident that does not exist. */
export function recordRefusedVisit(house: House, visitor: Visitor, ref: IncidentRef): void {
  if (house.standing !== "sound") return;
  afterwards(house, async () => {
    await recorded(house, visitor, ref, "visit-refused");
  });
}

async function recorded(
  house: House,
  { userId, name }: Visitor,
  ref: IncidentRef,
  act: "visit-recorded" | "visit-refused",
): Promise<Incident | undefined> {
  try {
    const done = await house.store.transact(async (tx) => {
      const live = await house.incidents.load(ref, tx);
      const known = live?.state.people.get(userId);
      const last = act === "visit-recorded" ? known?.lastVisit : known?.lastRefused;
      if (isRecent(last, instantOf(house.clock()))) return undefined;
      return recordBySystem(house, tx, ref, draftsOf(act, userId, name, known?.name !== undefined));
    });
    if (done === undefined) return undefined;
    keepWritten(house, done);
    // Recorded in the installation's log with the next act: a log-head of its own would tell that something is there.
    if (act === "visit-recorded") house.grew(done.next.log.origin);
    return done.next.state;
  } catch (cause) {
    if (!(cause instanceof StoreFailure || cause instanceof LogFailure)) throw cause;
    house.report(cause);
    return undefined;
  }
}

function draftsOf(
  act: "visit-recorded" | "visit-refused",
  id: UserId,
  name: string,
  named: boolean,
): Draft[] {
  const on = { t: "person", id };
  const visit = draft(act, on, {});
  return named ? [visit] : [draft("person-named", on, { name }), visit];
}

function isRecent(last: Instant | undefined, now: Instant): boolean {
  return last !== undefined && secondsBetween(last, now) < HOUR;
}
