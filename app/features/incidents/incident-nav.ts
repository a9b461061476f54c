import type { PageText } from "#app/content/messages/keys.ts";
import type { NavItem } from "#app/ui/shell.tsx";

interface Counts {
  readonly done: number;
  readonly total: number;
  readonly entries: number;
  readonly people: number;
  readonly approvals: number;
}

/** The pages of one incident: all of them in the rail, the four that a thumb needs in the bar of a phone. */
export function incidentNav(
  base: string,
  page: string,
  counts: Counts,
  text: PageText,
): { rail: readonly NavItem[]; tabs: readonly NavItem[] } {
  const item = (to: string, icon: NavItem["icon"], label: string, count?: React.ReactNode): NavItem => ({
    to: `${base}${to}`,
    icon,
    label,
    ...(count === undefined ? {} : { count }),
    current: to === "" ? page === "" || page === "/" : page.startsWith(to),
  });
  /** A part of the room: never the page one is on. */
  const part = (to: string, icon: NavItem["icon"], label: string, count?: React.ReactNode): NavItem => ({
    ...item(to, icon, label, count),
    current: false,
  });
  const here = { ...item("", "now", text("frame.now")), hotkey: "n" };
  const settled = counts.total === 0 ? undefined : `${counts.done}/${counts.total}`;
  const tracks = part("#tracks", "tracks", text("frame.tracks"), settled);
  const rail = [
    here,
    { ...tracks, current: page.startsWith("/steps") },
    item("/plan", "edit", text("frame.plan")),
    item("/facts", "file", text("frame.facts")),
    ...(counts.approvals > 0
      ? [{ ...item("/approvals", "diamond", text("frame.approvals"), counts.approvals), hotkey: "a" }]
      : []),
    item("/log", "log", text("frame.log"), counts.entries),
    item("/people", "people", text("frame.people"), counts.people),
    item("/export", "save", text("frame.export")),
    { ...item("/handover", "hand", text("handover.hand-over")), apart: true },
    item("/print", "print", text("paper.print-plan")),
    { to: "/incidents", icon: "home" as const, label: text("frame.incidents"), current: false, apart: true },
    { to: "/settings", icon: "settings" as const, label: text("frame.settings"), current: false },
  ];
  const tabs = [
    here,
    part("#clocks", "dial", text("incidents.clocks")),
    item("/log", "log", text("frame.log")),
    item("/more", "more", text("frame.more")),
  ];
  return { rail, tabs };
}
