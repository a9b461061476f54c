import type { AnyText } from "#app/content/messages/keys.ts";
import type { HandoverSheet } from "#app/core/incident/handover-sheet.ts";
import { type Incident, steps } from "#app/core/incident/incident.ts";
import { nameOf } from "#app/core/incident/summary.ts";
import type { StepId } from "#app/core/shared/ids.ts";
import { ROLE_WORDS } from "../incidents/people-view.server.ts";

/** A sheet in words. Its numbers and ids mean what they meant in the log it was made from. */
export interface SheetView {
  readonly severity: HandoverSheet["severity"];
  readonly brief: string;
  readonly now: readonly { readonly step: string; readonly name: string }[];
  readonly clocks: readonly { readonly step: string; readonly due: string }[];
  readonly decided: readonly {
    readonly question: string;
    readonly option: string;
    readonly name: string;
    readonly seq: number;
  }[];
  readonly open: readonly string[];
  readonly voices: readonly number[];
  readonly ifThen: readonly string[];
}

export function sheetView(incident: Incident, sheet: HandoverSheet, text: AnyText): SheetView {
  const known = steps(incident);
  const erased = text("incidents.erased");
  const title = (id: StepId) => known.get(id)?.title ?? id;
  const { open } = sheet;
  const approvals = open.approvals.flatMap((id) => {
    const on = incident.approvals.get(id)?.on;
    const step = [...known.values()].find((candidate) => candidate.id === on?.id);
    return text("handover.open-approval", { step: step?.title ?? text("entry.the-incident") });
  });
  return {
    severity: sheet.severity,
    brief: sheet.brief,
    now: sheet.now.map(({ step, by }) => ({ step: title(step), name: nameOf(incident, by) })),
    clocks: sheet.clocks.map(({ step, due }) => ({ step: title(step), due })),
    decided: sheet.decided.map(({ step, entry }) => {
      const decision = incident.decisions.get(step);
      return {
        question: decision?.question ?? title(step),
        option: decision?.label ?? erased,
        name: nameOf(incident, decision?.by),
        seq: entry,
      };
    }),
    open: [
      ...approvals,
      ...open.blocked.map((step) => text("handover.open-blocked", { step: title(step) })),
      ...open.flagged.map((step) => text("handover.open-flagged", { step: title(step) })),
      ...open.skipped.map((step) => text("handover.open-skipped", { step: title(step) })),
      ...open.roles.map((role) => text("handover.open-role", { role: text(ROLE_WORDS[role]) })),
    ],
    voices: sheet.voices,
    ifThen: sheet.ifThen,
  };
}
