import type { Role } from "#app/core/playbook/template.ts";
import { no, ok } from "#app/core/shared/result.ts";
import { requestOf } from "./approval.ts";
import type { Command, CommandOf, DeclareIncident } from "./command.ts";
import { ahead, type Context, type Decision } from "./context.ts";
import { type Draft, draft, type On } from "./entry.ts";
import { type Incident, leadOf, type Person, steps } from "./incident.ts";
import { openNeverSkip } from "./open-never-skip.ts";
import type { Refusal } from "./refusal.ts";

/** The declarer leads until someone else does; what is known already is recorded with it. */
export function declare(incident: Incident, command: DeclareIncident, context: Context): Decision {
  const early = ahead(context, "becameAwareAt", command.becameAwareAt);
  if (early !== undefined) return no(early);
  const self = whole(incident);
  const drafts: Draft[] = [
    draft("incident-declared", self, { title: command.title, codename: context.codename }),
    draft("person-joined", { t: "person", id: context.actor.userId }, { roles: ["lead"] }),
  ];
  if (command.becameAwareAt !== undefined) {
    drafts.push(
      draft("became-aware-set", self, {
        becameAwareAt: command.becameAwareAt,
        source: "Given when declaring",
      }),
    );
  }
  if (command.severity !== undefined)
    drafts.push(draft("severity-set", self, { severity: command.severity }));
  if (command.classification !== undefined && command.classification.length > 0) {
    drafts.push(draft("classified", self, { classification: command.classification }));
  }
  if (command.note !== undefined) drafts.push(draft("note-added", self, { text: command.note }));
  return ok(drafts);
}

export function setTitle(incident: Incident, command: CommandOf<"set-title">): Decision {
  if (command.title === incident.title.value) return no({ code: "no-change" });
  return ok([draft("title-set", whole(incident), { title: command.title })]);
}

export function setCodename(incident: Incident, command: CommandOf<"set-codename">): Decision {
  if (incident.codename.editedOnce) return no({ code: "codename-fixed" });
  if (command.codename === incident.codename.value) return no({ code: "no-change" });
  return ok([draft("codename-set", whole(incident), { codename: command.codename })]);
}

/** A correction keeps what it was before and needs a reason. Moving it later needs a second person. */
export function setBecameAware(
  incident: Incident,
  command: CommandOf<"set-became-aware">,
  context: Context,
): Decision {
  const early = ahead(context, "at", command.at);
  if (early !== undefined) return no(early);
  const { at: becameAwareAt, source, because } = command;
  const before = incident.becameAware[0];
  if (before?.at === becameAwareAt) return no({ code: "no-change" });
  if (before !== undefined && because === undefined)
    return no({ code: "needs-fields", missing: ["because"] });
  return ok([draft("became-aware-set", whole(incident), { becameAwareAt, source, because })]);
}

export function setSeverity(incident: Incident, command: CommandOf<"set-severity">): Decision {
  if ((command.severity ?? undefined) === incident.severity.value) return no({ code: "no-change" });
  return ok([
    draft("severity-set", whole(incident), { severity: command.severity, because: command.because }),
  ]);
}

export function classify(incident: Incident, command: CommandOf<"classify">): Decision {
  const classification = [...new Set(command.classification)].sort();
  if (classification.join() === [...incident.classification.value].sort().join())
    return no({ code: "no-change" });
  return ok([draft("classified", whole(incident), { classification })]);
}

export function addNote(incident: Incident, command: CommandOf<"add-note">, context: Context): Decision {
  const { happenedAt, claimedAt } = command;
  const early = ahead(context, "happenedAt", happenedAt) ?? ahead(context, "claimedAt", claimedAt);
  if (early !== undefined) return no(early);
  if (command.stepId !== undefined && !steps(incident).has(command.stepId)) {
    return no({ code: "unknown-step", stepId: command.stepId });
  }
  const on = command.stepId === undefined ? whole(incident) : { t: "step", id: command.stepId };
  return ok([draft("note-added", on, { text: command.text, happenedAt, claimedAt })]);
}

/** Where someone chose for all: whoever disagrees says so beside it, for good. */
export function isDecision(act: string): boolean {
  return act === "decided" || act === "approved" || act === "step-skipped";
}

/** Anyone may log a request to delay, soften or delete; no one can withdraw it. */
export function logPressure(incident: Incident, command: CommandOf<"log-pressure">): Decision {
  const { from, words, authority } = command;
  return ok([draft("pressure-logged", whole(incident), { from, words, authority })]);
}

export function dissent(_: Incident, command: CommandOf<"dissent">, context: Context): Decision {
  const { referred } = context;
  if (referred === undefined) return no({ code: "unknown-entry", seq: command.seq });
  if (!isDecision(referred.act)) return no({ code: "not-correctable", act: referred.act });
  return ok([draft("dissented", referred.on, { because: command.because }, { ref: [command.seq] })]);
}

export function hideEvidence(incident: Incident, command: CommandOf<"hide-evidence">): Decision {
  const evidence = incident.evidence.get(command.seq);
  if (evidence === undefined) return no({ code: "unknown-entry", seq: command.seq });
  if (evidence.hidden !== undefined) return no({ code: "already-hidden", seq: command.seq });
  const on = evidence.stepId === undefined ? whole(incident) : { t: "step", id: evidence.stepId };
  return ok([draft("evidence-hidden", on, { because: command.because }, { ref: [command.seq] })]);
}

/** What a person said can be corrected; what a person did is undone by its own command. */
const CORRECTABLE = new Set([
  "incident-declared",
  "note-added",
  "pressure-logged",
  "evidence-added",
  "step-completed",
  "decided",
  "entry-corrected",
]);

export function isCorrectable(act: string): boolean {
  return CORRECTABLE.has(act);
}

export function correctEntry(
  incident: Incident,
  command: CommandOf<"correct-entry">,
  context: Context,
): Decision {
  const { referred, actor } = context;
  if (referred === undefined) return no({ code: "unknown-entry", seq: command.seq });
  if (!isCorrectable(referred.act)) return no({ code: "not-correctable", act: referred.act });
  const own = referred.by.u === actor.userId;
  if (!own && !incident.people.get(actor.userId)?.roles?.includes("lead"))
    return no({ code: "role-needed", roles: ["lead"] });
  return ok([
    draft(
      "entry-corrected",
      referred.on,
      { text: command.text, because: command.because },
      { ref: [command.seq] },
    ),
  ]);
}

export function linkIncident(incident: Incident, command: CommandOf<"link-incident">): Decision {
  if (command.ref === incident.ref || incident.links.some((link) => link.ref === command.ref))
    return no({ code: "no-change" });
  const { because, as } = command;
  return ok([draft("incident-linked", { t: "incident", id: command.ref }, { because, as })]);
}

export function closeIncident(incident: Incident, command: CommandOf<"close-incident">): Decision {
  const open = openNeverSkip(incident);
  if (open.length > 0) return no({ code: "not-closable", open });
  return ok([draft("incident-closed", whole(incident), { because: command.because })]);
}

export function reopenIncident(incident: Incident, command: CommandOf<"reopen-incident">): Decision {
  if (incident.closed === undefined) return no({ code: "incident-open" });
  return ok([draft("incident-reopened", whole(incident), { because: command.because })]);
}

export function join(incident: Incident, command: CommandOf<"join">, context: Context): Decision {
  const { userId } = context.actor;
  const known = incident.people.get(userId)?.roles;
  const roles = [...new Set([...(known ?? []), ...(command.roles ?? [])])];
  if (known !== undefined && known.length === roles.length) return no({ code: "no-change" });
  if (context.actor.installationRole === "guest" && known !== undefined)
    return no({ code: "role-needed", roles: ["lead"] });
  // Taking a role nobody holds is free; the lead is taken over by a handover.
  const held = command.roles?.includes("lead") && leadOf(incident) !== undefined && !known?.includes("lead");
  if (held) return no({ code: "role-needed", roles: ["lead"] });
  const act = known === undefined ? "person-joined" : "roles-set";
  return ok([draft(act, { t: "person", id: userId }, { roles })]);
}

/**
 * The lead sets anyone's roles; others bring in people and give up or take their own, but not the lead, unless the
 * lead was deactivated: then whoever takes it has it. A guest keeps the roles they were invited with.
 */
export function setRole(incident: Incident, command: CommandOf<"set-role">, context: Context): Decision {
  const lead = incident.people.get(context.actor.userId)?.roles?.includes("lead") ?? false;
  const known = incident.people.get(command.userId);
  const roles = [...new Set(command.roles)];
  const gone = goneLead(incident);
  if (gone !== undefined && takesLead(command, context)) {
    return ok([
      draft("roles-set", { t: "person", id: gone.id }, { roles: rolesWithoutLead(gone) }),
      draft("roles-set", { t: "person", id: command.userId }, { roles }),
    ]);
  }
  const refusal = maySetRole(command, known?.roles, lead, context);
  if (refusal !== undefined) return no(refusal);
  if (known?.roles !== undefined && known.roles.join() === roles.join()) return no({ code: "no-change" });
  const directory = context.person(command.userId);
  if (known?.roles === undefined && directory === undefined)
    return no({ code: "unknown-person", userId: command.userId });
  const on = { t: "person", id: command.userId };
  if (known?.name !== undefined || directory === undefined) return ok([draft("roles-set", on, { roles })]);
  return ok([draft("person-named", on, { name: directory.name }), draft("roles-set", on, { roles })]);
}

function maySetRole(
  command: CommandOf<"set-role">,
  known: readonly string[] | undefined,
  lead: boolean,
  context: Context,
): Refusal | undefined {
  const self = command.userId === context.actor.userId;
  const guest = context.actor.installationRole === "guest";
  const bringsIn = known === undefined && !guest;
  if (!lead && !self && !bringsIn) return { code: "role-needed", roles: ["lead"] };
  if (guest && command.roles.some((role) => !known?.includes(role)))
    return { code: "role-needed", roles: ["lead"] };
  const gains = command.roles.includes("lead") && !known?.includes("lead");
  if (gains) return { code: "role-needed", roles: ["lead"] };
  const loses = known?.includes("lead") && !command.roles.includes("lead");
  return loses ? { code: "last-lead" } : undefined;
}

/** The lead, where they may no longer sign in. */
function goneLead(incident: Incident): Person | undefined {
  const lead = leadOf(incident);
  return lead?.deactivated ? lead : undefined;
}

function takesLead(command: CommandOf<"set-role">, { actor }: Context): boolean {
  const self = command.userId === actor.userId;
  return self && actor.installationRole !== "guest" && command.roles.includes("lead");
}

function rolesWithoutLead({ roles = [] }: Person): Role[] {
  return roles.filter((role) => role !== "lead");
}

/** Oneself, or anyone by the lead. What they did keeps their name; they may join again. */
export function leaveTeam(incident: Incident, command: CommandOf<"leave-team">, context: Context): Decision {
  const known = incident.people.get(command.userId)?.roles;
  if (known === undefined) return no({ code: "unknown-person", userId: command.userId });
  if (known.includes("lead")) return no({ code: "last-lead" });
  const own = incident.people.get(context.actor.userId)?.roles ?? [];
  if (command.userId !== context.actor.userId && !own.includes("lead"))
    return no({ code: "role-needed", roles: ["lead"] });
  return ok([draft("person-left", { t: "person", id: command.userId }, { because: command.because })]);
}

/** The entry a command speaks about; the caller reads it before deciding. */
export function referredEntry(command: Command, incident: Incident): number | undefined {
  switch (command.kind) {
    case "correct-entry":
    case "dissent":
    case "erase-payload":
      return command.seq;
    case "request-approval":
      return referredEntry(command.for, incident);
    case "approve": {
      const approval = incident.approvals.get(command.approvalId);
      const asked = approval === undefined ? undefined : requestOf(incident, approval).command;
      return asked === undefined ? undefined : referredEntry(asked, incident);
    }
    default:
      return undefined;
  }
}

function whole(incident: Incident): On {
  return { t: "incident", id: incident.ref };
}
