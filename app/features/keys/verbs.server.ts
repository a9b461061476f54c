import type { AnyText, PageKey } from "#app/content/messages/keys.ts";
import type { CommandKind } from "#app/core/incident/permission.ts";
import { textFor } from "#app/server/text/catalogs.ts";
import type { Verb } from "./verb.ts";

/** Where each act is done, below the incident. Acts that cannot be undone only open the page that asks first. */
const DONE_AT: Partial<Record<CommandKind, string>> = {
  "set-title": "/facts#title",
  "set-codename": "/facts#codename",
  "set-became-aware": "/facts#aware",
  "set-severity": "/facts#severity",
  classify: "/plan#classify",
  "start-playbook": "/plan",
  "rebase-run": "/plan",
  "end-run": "/plan",
  "add-item": "/plan",
  "close-collection": "/plan",
  "add-step": "/plan",
  "add-note": "#note",
  "log-pressure": "/voices",
  dissent: "/log?kind=decision",
  "correct-entry": "/log/mine",
  "link-incident": "/link",
  join: "#people",
  "set-role": "/people",
  "leave-team": "/people",
  "hand-over": "/handover",
  "accept-handover": "/handover",
  "open-wall": "/walls",
  "close-wall": "/walls",
  "close-incident": "/close",
  "reopen-incident": "/close",
  approve: "/approvals",
  decline: "/approvals",
  restrict: "/people",
  "lift-restriction": "/people/lift",
  invite: "/people",
};

const PAGES = [
  ["", "frame.now"],
  ["#tracks", "frame.tracks"],
  ["#clocks", "incidents.clocks"],
  ["/plan", "frame.plan"],
  ["/facts", "frame.facts"],
  ["/approvals", "frame.approvals"],
  ["/log", "frame.log"],
  ["/verify", "log.verify-here"],
  ["/export", "frame.export"],
  ["/voices", "voices.title"],
  ["/handover", "handover.title"],
  ["/print", "paper.print-plan"],
  ["/reader", "paper.read-aloud"],
  ["/walls", "wall.title"],
] as const satisfies readonly (readonly [string, PageKey])[];

const DESK = [
  ["/incidents", "frame.incidents"],
  ["/search", "search.title"],
  ["/incidents/new", "incidents.declare"],
  ["/settings", "frame.settings"],
  ["/settings/account", "plan.your-account"],
] as const satisfies readonly (readonly [string, PageKey])[];

export function deskVerbs(text: AnyText): readonly Verb[] {
  const english = textFor("en");
  return DESK.map(([to, key]) => ({ to, label: text(key), english: english(key) }));
}

/** Pages first, then acts that this person may do here. */
export function incidentVerbs(
  base: string,
  mayDo: (kind: CommandKind) => boolean,
  text: AnyText,
): readonly Verb[] {
  const english = textFor("en");
  const pages = PAGES.map(([to, key]) => ({ to: `${base}${to}`, label: text(key), english: english(key) }));
  const acts = Object.entries(DONE_AT).flatMap(([kind, to]) => {
    if (!isDoneAt(kind) || !mayDo(kind)) return [];
    const key = `act.to-${kind}` as const;
    return [{ to: `${base}${to}`, label: text(key), english: english(key) }];
  });
  return [...pages, ...acts, ...deskVerbs(text)];
}

function isDoneAt(kind: string): kind is CommandKind {
  return Object.hasOwn(DONE_AT, kind);
}
