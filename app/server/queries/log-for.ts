import { actIn } from "#app/core/incident/carried.ts";
import type { Actor } from "#app/core/incident/context.ts";
import { fieldsOf } from "#app/core/incident/entry.ts";
import type { Incident } from "#app/core/incident/incident.ts";
import { mayDeclare } from "#app/core/incident/permission.ts";
import type { Role } from "#app/core/playbook/template.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "../house.server.ts";
import { entryFrom, leafFrom } from "../log/entry.ts";
import { LogDamaged } from "../log/failures.ts";
import { StoreDamaged } from "../store/failures.ts";
import type { Reads } from "../store/port.ts";
import { incidentFor, isShownTo, watchesOnly } from "../visibility.ts";
import { sensitiveIn } from "./audience.ts";
import { originOf } from "./log-entries.ts";

export interface ReadableLog {
  readonly origin: string;
  /** Entries whose values are not shown to this person. */
  readonly withheld: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

/** The entries of an incident whose values are not shown to this person. */
export async function withheldIn(
  house: House,
  actor: Actor,
  incident: Incident,
): Promise<ReadonlySet<number>> {
  if (!watchesOnly(actor, incident.people.get(actor.userId)?.roles)) return NONE;
  return (await sensitiveIn(house, originOf(house, incident))).hidden;
}

/**
 * An incident's log, for someone who may read it; undefined when there is none or it is not shown to them.
 * A log that is damaged can still be read and exported by members, whose role is then read from it as it is.
 */
export async function logFor(house: House, actor: Actor, ref: IncidentRef): Promise<ReadableLog | undefined> {
  try {
    const incident = await incidentFor(house, actor, ref);
    if (incident === undefined) return undefined;
    return { origin: originOf(house, incident), withheld: await withheldIn(house, actor, incident) };
  } catch (cause) {
    if (!(cause instanceof LogDamaged) || !mayDeclare(actor.installationRole)) throw cause;
    return (await isShownTo(house, actor, ref)) ? damagedLogFor(house, actor, ref) : undefined;
  }
}

async function damagedLogFor(house: House, actor: Actor, ref: IncidentRef): Promise<ReadableLog | undefined> {
  for (const kind of ["incident", "drill"] as const) {
    const origin = originOf(house, { ref, kind });
    const size = await house.store.snapshot((reads) => reads.extent(origin));
    if (size === 0) continue;
    return { origin, withheld: await withheldInDamaged(house, actor, origin, size) };
  }
  return undefined;
}

/** Where not even the leaves can be read, nobody can tell what was hidden: members then see the log as it lies there. */
async function withheldInDamaged(
  house: House,
  actor: Actor,
  origin: string,
  size: number,
): Promise<ReadonlySet<number>> {
  try {
    const roles = await house.store.snapshot((reads) => rolesIn(reads, origin, size, actor));
    return watchesOnly(actor, roles) ? (await sensitiveIn(house, origin)).hidden : NONE;
  } catch (cause) {
    if (cause instanceof LogDamaged || cause instanceof StoreDamaged) return NONE;
    throw cause;
  }
}

/** The roles this person was given last. */
async function rolesIn(
  reads: Reads,
  origin: string,
  size: number,
  { userId }: Actor,
): Promise<readonly Role[] | undefined> {
  let last: number | undefined;
  for (let from = 0; from < size; from += PAGE) {
    for (const bytes of await reads.leaves(origin, from, Math.min(size, from + PAGE))) {
      const { seq, on, ...leaf } = leafFrom(origin, bytes);
      const act = actIn(leaf.act);
      if ((act === "person-joined" || act === "roles-set") && on.id === userId) last = seq;
    }
  }
  if (last === undefined) return undefined;
  const [stored] = await reads.entries(origin, last, last + 1);
  return stored === undefined ? undefined : fieldsOf("roles-set", entryFrom(origin, stored)).roles;
}

const PAGE = 2000;
