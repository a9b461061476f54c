import { now } from "#app/core/incident/now.ts";
import type { SignedIn } from "#app/server/auth/session.ts";
import { actorOf } from "#app/server/auth/session.ts";
import type { PillClock } from "#app/ui/clock-pill.tsx";
import type { Seen } from "../incidents/incident.server.ts";
import { type MemberView, peopleView } from "../incidents/people-view.server.ts";
import { urgentClocks } from "../incidents/urgent-clocks.server.ts";

export interface Pulse {
  /** Size of the log that this was made from. */
  readonly size: number;
  readonly clocks: readonly PillClock[];
  readonly members: readonly MemberView[];
  /** How many approvals are asked of this person. */
  readonly approvals: number;
}

/** What of an open page goes on by itself when others act: clocks, who is on what, and what is asked of them. */
export async function pulseOf({ house, incident, me, at, text }: Seen, signedIn: SignedIn): Promise<Pulse> {
  const { limits, approvalsForMe } = now(incident, me, at);
  return {
    size: incident.size,
    clocks: await urgentClocks(house, actorOf(signedIn), incident, limits, text),
    members: peopleView(incident, me, at, text).members,
    approvals: approvalsForMe.length,
  };
}
