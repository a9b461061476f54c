import type { Entry, FieldsOf } from "./entry.ts";
import { actor } from "./entry-ids.ts";
import type { Incident } from "./incident.ts";

export function wallOpened(
  incident: Incident,
  entry: Entry,
  { hash, until }: Partial<FieldsOf<"wall-opened">>,
): Partial<Incident> {
  if (hash === undefined || until === undefined) return {};
  const wall = { seq: entry.seq, by: actor(entry), at: entry.at, until, closed: undefined };
  return { walls: new Map(incident.walls).set(hash, wall) };
}

export function wallClosed(incident: Incident, entry: Entry): Partial<Incident> {
  const walls = new Map(incident.walls);
  for (const [hash, wall] of walls)
    if (entry.ref.includes(wall.seq)) walls.set(hash, { ...wall, closed: entry.seq });
  return { walls };
}
