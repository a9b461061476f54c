import type { Item, Run } from "#app/core/playbook/run.ts";
import type { Library } from "#app/core/playbook/template.ts";
import type { ItemId } from "#app/core/shared/ids.ts";
import type { Entry, FieldsOf } from "./entry.ts";
import { actor, runId } from "./entry-ids.ts";
import type { Incident } from "./incident.ts";

export function runStarted(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"playbook-started">>,
  library: Library,
): Partial<Incident> {
  const playbook = f.playbook === undefined ? undefined : library.byHash(f.playbook.hash);
  if (playbook === undefined) return {};
  const started: Run = {
    id: runId(entry.on.id),
    playbook,
    startedAt: entry.at,
    startedBy: actor(entry),
    seq: entry.seq,
    ended: undefined,
    retired: [],
  };
  return { runs: new Map(incident.runs).set(started.id, started) };
}

export function runRebased(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"run-rebased">>,
  library: Library,
): Partial<Incident> {
  const playbook = f.playbook === undefined ? undefined : library.byHash(f.playbook.hash);
  if (playbook === undefined) return {};
  return run(incident, entry.on.id, (known) => {
    const kept = new Set(playbook.template.steps.map((step) => step.key));
    const gone = [...known.retired, ...known.playbook.template.steps].filter((step) => !kept.has(step.key));
    return { ...known, playbook, retired: gone, seq: entry.seq };
  });
}

export function itemAdded(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"item-added">>,
): Partial<Incident> {
  const item: Item = {
    id: entry.on.id as ItemId, // the log's own numbering, checked when it was appended
    collection: f.collection ?? "",
    label: f.label ?? "[erased]",
    at: entry.at,
    seq: entry.seq,
  };
  const closedCollections = new Map(incident.closedCollections);
  closedCollections.delete(item.collection);
  return { items: new Map(incident.items).set(item.id, item), closedCollections };
}

export function run(incident: Incident, id: string, change: (known: Run) => Run): Partial<Incident> {
  const known = incident.runs.get(runId(id));
  if (known === undefined) return {};
  return { runs: new Map(incident.runs).set(known.id, change(known)) };
}
