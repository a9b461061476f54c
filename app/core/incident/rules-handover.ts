import { no, ok } from "#app/core/shared/result.ts";
import type { CommandOf } from "./command.ts";
import type { Context, Decision } from "./context.ts";
import { draft } from "./entry.ts";
import { handoverSheet, sheetHash } from "./handover-sheet.ts";
import type { Incident } from "./incident.ts";

/** A situation, what to do if it turns, and the hash of the sheet that both read. The lead does not change yet. */
export function handOver(incident: Incident, command: CommandOf<"hand-over">, context: Context): Decision {
  const { to, brief, ifThen, offDutyUntil } = command;
  if (to === context.actor.userId) return no({ code: "same-person" });
  if (incident.people.get(to)?.roles === undefined) return no({ code: "unknown-person", userId: to });
  if (ifThen === undefined || ifThen.length === 0) return no({ code: "needs-fields", missing: ["ifThen"] });
  const sheet = sheetHash(handoverSheet(incident, { from: context.actor.userId, to, brief, ifThen }));
  return ok([draft("handover-offered", { t: "person", id: to }, { brief, ifThen, offDutyUntil, sheet })]);
}

/** Until this, the outgoing lead is still the lead. */
export function acceptHandover(
  incident: Incident,
  command: CommandOf<"accept-handover">,
  context: Context,
): Decision {
  const { handover } = incident;
  if (handover === undefined || handover.to !== context.actor.userId)
    return no({ code: "no-handover-offered" });
  const on = { t: "person", id: handover.to };
  const { saysBack } = command;
  const { seq, sheet } = handover;
  return ok([draft("handover-accepted", on, { saysBack, sheet }, { ref: [seq] })]);
}
