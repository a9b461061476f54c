import type { RouterContextProvider } from "react-router";
import { data, redirect } from "react-router";
import type { AnyText } from "#app/content/messages/keys.ts";
import type { Incident } from "#app/core/incident/incident.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { readIn } from "#app/server/content/read-in.server.ts";
import { appContext } from "#app/server/context.ts";
import type { House } from "#app/server/house.server.ts";
import { instantOf } from "#app/server/log/clock.ts";
import { LogDamaged } from "#app/server/log/failures.ts";
import { originOf } from "#app/server/queries/log-entries.ts";
import { withheldIn } from "#app/server/queries/log-for.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { incidentFor } from "#app/server/visibility.ts";
import { refIn } from "../act/act.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";

export interface Seen {
  readonly house: House;
  readonly incident: Incident;
  /** The same with the playbooks' texts in their language: for showing, not for deciding. */
  readonly reading: Incident;
  readonly me: UserId;
  readonly at: Instant;
  /** Entries whose values are not shown to them. */
  readonly withheld: ReadonlySet<number>;
  /** Says things in their language. */
  readonly text: AnyText;
}

/** Of its log as it is shown, in hex; undefined where no command ended at that size. */
export async function rootOf(house: House, incident: Incident): Promise<string | undefined> {
  const origin = originOf(house, incident);
  const head = await house.store.snapshot((reads) => reads.headAt(origin, incident.size));
  return head === undefined ? undefined : Buffer.from(head.root).toString("hex");
}

/** The incident of the address, for whoever asks; a page that says 404 when it is not there for them. */
export async function seenIncident(
  context: Readonly<RouterContextProvider>,
  params: { readonly ref?: string | undefined },
): Promise<Seen> {
  const { house } = context.get(appContext);
  const actor = actorOf(context.get(signedInContext));
  const ref = refIn(params);
  const incident = await incidentFor(house, actor, ref).catch((cause: unknown) => {
    // A log that cannot be read can still be checked and exported.
    if (cause instanceof LogDamaged) throw redirect(`/i/${ref}/check`);
    throw cause;
  });
  if (incident === undefined) throw data(null, { status: 404 });
  const withheld = await withheldIn(house, actor, incident);
  const text = textIn(context);
  return {
    house,
    incident,
    me: actor.userId,
    at: instantOf(house.clock()),
    withheld,
    text,
    reading: readIn(incident, text.language),
  };
}
