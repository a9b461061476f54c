import { changesBetween } from "#app/core/playbook/rebase.ts";
import type { Run } from "#app/core/playbook/run.ts";
import type { Playbook } from "#app/core/playbook/template.ts";
import type { RunId } from "#app/core/shared/ids.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { CommandOf } from "./command.ts";
import type { Context, Decision } from "./context.ts";
import { draft } from "./entry.ts";
import type { Incident } from "./incident.ts";
import type { Refusal } from "./refusal.ts";

export function startPlaybook(
  incident: Incident,
  command: CommandOf<"start-playbook">,
  context: Context,
): Decision {
  const playbook = context.library.newest(command.playbookId);
  if (playbook === undefined) return no({ code: "unknown-playbook", playbookId: command.playbookId });
  for (const run of incident.runs.values()) {
    if (run.ended === undefined && run.playbook.template.id === playbook.template.id)
      return no({ code: "already-started", runId: run.id });
  }
  return ok([
    draft("playbook-started", { t: "run", id: `r${incident.runs.size + 1}` }, { playbook: named(playbook) }),
  ]);
}

/** Finished steps stay as they are; the diff is recorded with the act. */
export function rebaseRun(incident: Incident, command: CommandOf<"rebase-run">, context: Context): Decision {
  const run = runIn(incident, command.runId);
  if (!run.ok) return run;
  const { playbook } = run.value;
  const newest = context.library.newest(playbook.template.id);
  if (newest === undefined || newest.hash === playbook.hash)
    return no({ code: "nothing-newer", version: playbook.template.version });
  return ok([
    draft(
      "run-rebased",
      { t: "run", id: run.value.id },
      {
        playbook: named(newest),
        because: command.because,
        ...changesBetween(playbook.template, newest.template),
      },
    ),
  ]);
}

export function endRun(incident: Incident, command: CommandOf<"end-run">): Decision {
  const run = runIn(incident, command.runId);
  if (!run.ok) return run;
  return ok([draft("run-ended", { t: "run", id: run.value.id }, { because: command.because })]);
}

export function addItem(incident: Incident, command: CommandOf<"add-item">): Decision {
  if (!keepsCollection(incident, command.collection))
    return no({ code: "unknown-collection", collection: command.collection });
  const { collection, label } = command;
  return ok([draft("item-added", { t: "item", id: `i${incident.items.size + 1}` }, { collection, label })]);
}

export function closeCollection(incident: Incident, command: CommandOf<"close-collection">): Decision {
  const { collection, because } = command;
  if (!keepsCollection(incident, collection)) return no({ code: "unknown-collection", collection });
  if (![...incident.items.values()].some((item) => item.collection === collection))
    return no({ code: "collection-empty", collection });
  if (incident.closedCollections.has(collection)) return no({ code: "no-change" });
  return ok([draft("collection-closed", { t: "collection", id: collection }, { because })]);
}

export function addStep(incident: Incident, command: CommandOf<"add-step">): Decision {
  const run = runIn(incident, command.runId);
  if (!run.ok) return run;
  const { phase, track, title, why, doneWhen, roles, targetMinutes } = command;
  return ok([
    draft(
      "step-added",
      { t: "step", id: `a${countAdded(incident) + 1}` },
      {
        run: run.value.id,
        phase,
        track,
        title,
        why,
        doneWhen,
        roles,
        targetMinutes,
      },
    ),
  ]);
}

function countAdded(incident: Incident): number {
  return [...incident.adHoc.keys()].filter((id) => id.startsWith("a")).length;
}

function keepsCollection(incident: Incident, key: string): boolean {
  return [...incident.runs.values()].some(
    (run) =>
      run.ended === undefined &&
      run.playbook.template.collections.some((collection) => collection.key === key),
  );
}

function runIn(incident: Incident, id: RunId): Result<Run, Refusal> {
  const run = incident.runs.get(id);
  if (run === undefined) return no({ code: "unknown-run", runId: id });
  if (run.ended !== undefined) return no({ code: "run-ended", runId: id });
  return ok(run);
}

function named(playbook: Playbook) {
  const { id, version, title } = playbook.template;
  return { id, version, title, hash: playbook.hash };
}
