import type { AnyText } from "#app/content/messages/keys.ts";
import { CLASSIFICATIONS, type Classification } from "#app/core/incident/command.ts";
import { type Incident, steps } from "#app/core/incident/incident.ts";
import { openNeverSkip } from "#app/core/incident/open-never-skip.ts";
import type { Playbook } from "#app/core/playbook/template.ts";

export interface PlaybookChoice {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly summary: string;
  /** The day of its last drill. */
  readonly drilled: string | null;
  /** Why it is suggested: which ticks it answers to. Empty when it is only available. */
  readonly why: string;
  readonly running: boolean;
  readonly steps: number;
}

export interface CollectionView {
  readonly key: string;
  readonly title: string;
  readonly item: string;
  readonly hint: string | undefined;
  readonly items: readonly { readonly id: string; readonly label: string; readonly seq: number }[];
  readonly closed: boolean;
}

export interface ClassifyView {
  readonly choices: readonly {
    readonly value: Classification;
    readonly label: string;
    readonly ticked: boolean;
  }[];
  readonly suggested: readonly PlaybookChoice[];
  readonly others: readonly PlaybookChoice[];
}

export function classifyView(
  incident: Incident,
  playbooks: readonly Playbook[],
  text: AnyText,
): ClassifyView {
  const ticked = incident.classification.value;
  const running = new Set(
    [...incident.runs.values()]
      .filter((run) => run.ended === undefined)
      .map((run) => run.playbook.template.id),
  );
  const choices = playbooks.map(({ template }) => ({
    id: template.id,
    title: template.title,
    version: template.version,
    summary: template.summary,
    drilled: template.last_drilled,
    why: text.list(
      ticked.filter((code) => template.classification.includes(code)).map((code) => text(`entry.is-${code}`)),
    ),
    running: running.has(template.id),
    steps: template.steps.length,
  }));
  return {
    choices: CLASSIFICATIONS.map((value) => ({
      value,
      label: sentenceCase(text(`entry.is-${value}`)),
      ticked: ticked.includes(value),
    })),
    suggested: choices.filter((choice) => choice.why !== "" && !choice.running),
    others: choices.filter((choice) => choice.why === "" && !choice.running),
  };
}

export function collectionsOf(incident: Incident): readonly CollectionView[] {
  const found = new Map<string, CollectionView>();
  for (const run of incident.runs.values()) {
    if (run.ended !== undefined) continue;
    for (const { key, title, item, hint } of run.playbook.template.collections) {
      if (found.has(key)) continue;
      found.set(key, {
        key,
        title,
        item,
        hint,
        items: [...incident.items.values()]
          .filter((one) => one.collection === key)
          .map(({ id, label, seq }) => ({ id, label, seq })),
        closed: incident.closedCollections.has(key),
      });
    }
  }
  return [...found.values()];
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export interface RunView {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** The version it could move to. */
  readonly newer: string | undefined;
  /** Steps that are never skipped are open: ending it takes a second person. */
  readonly endNeedsApproval: boolean;
  readonly ended: boolean;
  readonly done: number;
  readonly total: number;
  readonly tracks: readonly { readonly key: string; readonly title: string }[];
  readonly phases: readonly { readonly key: string; readonly title: string }[];
}

export function runsOf(incident: Incident, playbooks: readonly Playbook[]): readonly RunView[] {
  const all = [...steps(incident).values()];
  return [...incident.runs.values()].map(({ id, playbook, ended }) => {
    const { template, hash } = playbook;
    const mine = all.filter((step) => step.run === id && step.status !== "not-taken");
    const newest = playbooks.find((candidate) => candidate.template.id === template.id);
    return {
      id,
      title: template.title,
      version: template.version,
      newer: newest === undefined || newest.hash === hash ? undefined : newest.template.version,
      endNeedsApproval: openNeverSkip(incident, id).length > 0,
      ended: ended !== undefined,
      done: mine.filter((step) => step.status === "done" || step.status === "skipped").length,
      total: mine.length,
      tracks: template.tracks,
      phases: template.phases,
    };
  });
}
