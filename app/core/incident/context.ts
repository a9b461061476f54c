import type { Library, Role } from "#app/core/playbook/template.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import type { Result } from "#app/core/shared/result.ts";
import type { By, Draft, Entry, ReceivedFile } from "./entry.ts";
import type { Incident } from "./incident.ts";
import type { InstallationRole } from "./permission.ts";
import type { Refusal } from "./refusal.ts";

/** The person who commands, as the server knows them. */
export interface Actor {
  readonly userId: UserId;
  readonly name: string;
  readonly by: By;
  readonly installationRole: InstallationRole;
  /** Proved who they are with this very act: a password just typed, a bearer token just presented. */
  readonly reauthenticated: boolean;
}

/** What a decision may know besides the incident. Time, names and randomness come from here alone. */
export interface Context {
  readonly at: Instant;
  readonly actor: Actor;
  /** Size of the log the actor's screen was made from; undefined where there was no screen. */
  readonly seen: number | undefined;
  readonly library: Library;
  /** A codename no open incident has. */
  readonly codename: string;
  /** An active person of the installation: whom the command speaks of, or who asked for what it answers. */
  readonly person: (
    id: UserId,
  ) => { readonly name: string; readonly installationRole: InstallationRole } | undefined;
  /** The entry that `referredEntry(command)` asks for. */
  readonly referred: Entry | undefined;
  /** The invitation whose link the actor has just come with, by the number of its entry. */
  readonly invitation: number | undefined;
  readonly files: readonly ReceivedFile[];
}

export type Decision = Result<readonly Draft[], Refusal>;
export type Rule<C> = (incident: Incident, command: C, context: Context) => Decision;

export function rolesOf(incident: Incident, id: UserId): readonly Role[] | undefined {
  return incident.people.get(id)?.roles;
}

/** A time someone claims must not lie ahead of the server's clock. */
export function ahead(context: Context, field: string, instant: Instant | undefined): Refusal | undefined {
  return instant !== undefined && instant > context.at ? { code: "time-in-future", field } : undefined;
}
