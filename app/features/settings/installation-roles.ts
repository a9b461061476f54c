import type { PageKey } from "#app/content/messages/keys.ts";
import type { InstallationRole } from "#app/core/incident/permission.ts";

export const INSTALLATION_ROLE_WORDS = {
  administrator: "people.administrator",
  member: "people.member",
  observer: "people.observer",
  guest: "people.guest",
} as const satisfies Record<InstallationRole, PageKey>;

export const INSTALLATION_ROLE_NOTES = {
  administrator: "people.administrator-may",
  member: "people.member-may",
  observer: "people.observer-may",
} as const satisfies Record<Exclude<InstallationRole, "guest">, PageKey>;

/** What an administrator gives; a guest comes by an incident. */
export const GIVEN_ROLES = ["member", "administrator", "observer"] as const;
