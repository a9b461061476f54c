import { ROLES, type Role } from "#app/core/playbook/template.ts";
import type { Command } from "./command.ts";

// One table: which incident role may give which command. Settings shows it; the tests walk every cell.
// Being an administrator of the installation gives no right here. A guest was invited from outside: what they see
// and do is what their role in an incident says.

export type CommandKind = Exclude<Command["kind"], "declare-incident">;

export const INSTALLATION_ROLES = ["administrator", "member", "observer", "guest"] as const;
export type InstallationRole = (typeof INSTALLATION_ROLES)[number];

/**
 * Who is shown an incident at all. Observers and guests are shown those whose team they are on, members and
 * administrators all but the restricted ones of others.
 */
export function maySee(
  installation: InstallationRole,
  incident: { readonly restricted: boolean; readonly onTeam: boolean },
): boolean {
  if (incident.onTeam) return true;
  return !incident.restricted && (installation === "administrator" || installation === "member");
}

/** Observers and guests are in an incident because others brought them in; they begin none. */
export function mayDeclare(installation: InstallationRole): boolean {
  return installation === "administrator" || installation === "member";
}

/** The friction a command meets: safe, changes the plan, cannot be undone or leaves the building, touches the evidence. */
export type Friction = "F0" | "F1" | "F2" | "F3";

interface Permission {
  readonly roles: readonly Role[];
  readonly friction: Friction;
  /** Open to people who are not on the team too; the rule itself says to whom. A guest has no part in it. */
  readonly anyone?: true;
}

const TEAM: readonly Role[] = ROLES.filter((role) => role !== "observer" && role !== "supplier");
const HANDS: readonly Role[] = ROLES.filter((role) => role !== "observer");
const LEAD: readonly Role[] = ["lead"];
const LAW: readonly Role[] = ["lead", "privacy", "legal"];

export const PERMISSIONS = {
  "set-title": { roles: TEAM, friction: "F1" },
  "set-codename": { roles: LEAD, friction: "F1" },
  "set-became-aware": { roles: TEAM, friction: "F1" },
  "set-severity": { roles: TEAM, friction: "F1" },
  classify: { roles: TEAM, friction: "F0" },
  "start-playbook": { roles: TEAM, friction: "F0" },
  "rebase-run": { roles: LEAD, friction: "F1" },
  "end-run": { roles: LEAD, friction: "F1" },
  "add-item": { roles: TEAM, friction: "F0" },
  "close-collection": { roles: TEAM, friction: "F1" },
  "add-step": { roles: ["lead", "technical"], friction: "F0" },
  "claim-step": { roles: HANDS, friction: "F0" },
  "release-step": { roles: HANDS, friction: "F0" },
  "reassign-step": { roles: TEAM, friction: "F1" },
  "complete-step": { roles: HANDS, friction: "F0" },
  "skip-step": { roles: TEAM, friction: "F1" },
  "block-step": { roles: HANDS, friction: "F0" },
  "unblock-step": { roles: HANDS, friction: "F0" },
  "undo-step": { roles: TEAM, friction: "F1" },
  "fail-check": { roles: TEAM, friction: "F1" },
  decide: { roles: TEAM, friction: "F1" },
  "add-evidence": { roles: HANDS, friction: "F0" },
  "hide-evidence": { roles: TEAM, friction: "F1" },
  "add-note": { roles: HANDS, friction: "F0" },
  "log-pressure": { roles: ROLES, friction: "F0", anyone: true },
  dissent: { roles: HANDS, friction: "F0" },
  "correct-entry": { roles: HANDS, friction: "F1" },
  "link-incident": { roles: TEAM, friction: "F0" },
  join: { roles: ROLES, friction: "F0", anyone: true },
  "set-role": { roles: TEAM, friction: "F1" },
  "leave-team": { roles: ROLES, friction: "F1" },
  "hand-over": { roles: LEAD, friction: "F1" },
  "accept-handover": { roles: TEAM, friction: "F1" },
  "open-wall": { roles: LEAD, friction: "F1" },
  "close-wall": { roles: TEAM, friction: "F0" },
  "close-incident": { roles: LEAD, friction: "F2" },
  "reopen-incident": { roles: TEAM, friction: "F1" },
  "request-approval": { roles: HANDS, friction: "F0" },
  approve: { roles: TEAM, friction: "F2" },
  decline: { roles: TEAM, friction: "F1" },
  "erase-payload": { roles: LAW, friction: "F3" },
  "set-hold": { roles: LAW, friction: "F1" },
  "lift-hold": { roles: LAW, friction: "F2" },
  restrict: { roles: LEAD, friction: "F1" },
  "lift-restriction": { roles: LEAD, friction: "F2" },
  "ask-to-be-let-in": { roles: [], friction: "F2", anyone: true },
  "let-in": { roles: [], friction: "F2", anyone: true },
  invite: { roles: LEAD, friction: "F1" },
  "withdraw-invitation": { roles: LEAD, friction: "F1" },
  "accept-invitation": { roles: [], friction: "F0", anyone: true },
} as const satisfies Record<CommandKind, Permission>;

/**
 * `roles` are the roles held in the incident; undefined for someone who is not on its team.
 * On the team without a named role: what every role of the team may do.
 */
export function mayCommand(
  kind: CommandKind,
  roles: readonly Role[] | undefined,
  installation: InstallationRole,
): boolean {
  const permission: Permission = PERMISSIONS[kind];
  if (installation === "observer") return false;
  if (permission.anyone)
    return installation !== "guest" || roles !== undefined || kind === "accept-invitation";
  if (roles === undefined) return false;
  if (roles.length === 0) return TEAM.every((role) => permission.roles.includes(role));
  return roles.some((role) => permission.roles.includes(role));
}
