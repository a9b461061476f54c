import { no, ok } from "#app/core/shared/result.ts";
import type { CommandOf } from "./command.ts";
import type { Context, Decision } from "./context.ts";
import { draft } from "./entry.ts";
import type { Incident } from "./incident.ts";

/** The secret itself is never given to this program's log: its hash is what the log says. */
export function openWall(incident: Incident, command: CommandOf<"open-wall">, context: Context): Decision {
  const { hash, until } = command;
  if (until <= context.at) return no({ code: "time-past", field: "until" });
  if (incident.walls.has(hash)) return no({ code: "no-change" });
  return ok([draft("wall-opened", { t: "incident", id: incident.ref }, { hash, until })]);
}

export function closeWall(incident: Incident, command: CommandOf<"close-wall">): Decision {
  const wall = [...incident.walls.values()].find(({ seq }) => seq === command.seq);
  if (wall === undefined) return no({ code: "unknown-entry", seq: command.seq });
  if (wall.closed !== undefined) return no({ code: "no-change" });
  return ok([draft("wall-closed", { t: "incident", id: incident.ref }, {}, { ref: [wall.seq] })]);
}
