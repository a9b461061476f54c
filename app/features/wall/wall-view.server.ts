import type { AnyText } from "#app/content/messages/keys.ts";
import { type Incident, isLive, leadOf, steps } from "#app/core/incident/incident.ts";
import { openLimits } from "#app/core/incident/limit.ts";
import { nameOf } from "#app/core/incident/summary.ts";
import type { Step } from "#app/core/playbook/run.ts";
import { ROLES, type Role } from "#app/core/playbook/template.ts";
import type { Recheck } from "#app/server/log/recheck.ts";
import type { PillClock } from "#app/ui/clock-pill.tsx";
import { clockView } from "../incidents/clock-view.server.ts";
import { ROLE_WORDS } from "../incidents/people-view.server.ts";
import { firstName } from "../steps/step-view.server.ts";

const TRACKS = 5;
const CLOCKS = 3;
const SHOWN_ROLES: readonly Role[] = ["lead", "technical", "legal", "communications"];

/** What a room may see: the codename, what runs, which limits come, who holds which role. Nothing that was typed. */
export interface WallView {
  readonly codename: string;
  readonly severity: Incident["severity"]["value"];
  readonly drill: boolean;
  readonly open: boolean;
  readonly tracks: readonly {
    readonly id: string;
    readonly title: string;
    readonly step: string;
    readonly who: string | undefined;
    readonly since: string | undefined;
  }[];
  readonly clocks: readonly PillClock[];
  readonly roles: readonly { readonly role: string; readonly name: string | undefined }[];
  /** When the next word to the outside is due; undefined while no step of communications has a limit. */
  readonly nextUpdate: string | undefined;
  /** What this server found when it last hashed the log anew. */
  readonly checked: Recheck;
  readonly serverNow: number;
}

export function wallView(incident: Incident, checked: Recheck, serverNow: number, text: AnyText): WallView {
  const limits = openLimits(incident);
  return {
    codename: incident.codename.value ?? text("incidents.erased"),
    severity: incident.severity.value,
    drill: incident.kind === "drill",
    open: incident.closed === undefined,
    tracks: tracksOf(incident).slice(0, TRACKS),
    clocks: limits.slice(0, CLOCKS).map((limit) => clockView(limit, text)),
    nextUpdate: limits.find(({ stepId }) =>
      steps(incident).get(stepId)?.template.roles.includes("communications"),
    )?.due,
    roles: rolesOf(incident, text),
    checked,
    serverNow,
  };
}

function tracksOf(incident: Incident): WallView["tracks"] {
  const live = [...steps(incident).values()].filter((step) => isLive(incident, step));
  return [...incident.runs.values()].flatMap(({ id, ended, playbook: { template } }) => {
    if (ended !== undefined) return [];
    return template.tracks.flatMap((track) => {
      const members = live.filter((step) => step.run === id && step.template.track === track.key);
      const current = members.find(isOn) ?? members.find(({ status }) => status === "ready");
      if (current === undefined) return [];
      const counted = members.filter(({ status }) => status !== "not-taken");
      const done = counted.filter(({ status }) => status === "done" || status === "skipped").length;
      const { record } = current;
      const on = record?.status === "in-progress" ? record : undefined;
      return [
        {
          id: `${id}.${track.key}`,
          title: `${track.title} ${done}/${counted.length}`,
          step: current.title,
          who: on === undefined ? undefined : firstName(nameOf(incident, on.by)),
          since: on?.since,
        },
      ];
    });
  });
}

function isOn({ status, record }: Step): boolean {
  return status === "in-progress" && record?.status === "in-progress";
}

/** Those that always matter, and others that somebody holds. */
function rolesOf(incident: Incident, text: AnyText): WallView["roles"] {
  const holder = (role: Role) =>
    role === "lead"
      ? leadOf(incident)
      : [...incident.people.values()].find(({ roles }) => roles?.includes(role));
  return ROLES.filter((role) => SHOWN_ROLES.includes(role)).map((role) => {
    const person = holder(role);
    const name = person === undefined ? undefined : firstName(person.name ?? text("incidents.erased"));
    return { role: text(ROLE_WORDS[role]), name };
  });
}
