import type { Json } from "#app/core/shared/json.ts";
import type { Command } from "./command.ts";
import { type Incident, steps } from "./incident.ts";
import type { Refusal } from "./refusal.ts";

/**
 * Refuses a command about something that an entry at or after `seen` has changed.
 * Notes, evidence and the like only add, so they never collide.
 */
export function changedSince(
  incident: Incident,
  command: Command,
  seen: number | undefined,
): Refusal | undefined {
  if (seen === undefined) return undefined;
  const touched = touchedBy(incident, command);
  if (touched === undefined || touched.seq < seen) return undefined;
  return { code: "changed-since", ...touched };
}

interface Touched {
  readonly what: string;
  readonly seq: number;
  readonly theirs: Json;
  readonly yours: Json;
}

function touchedBy(incident: Incident, command: Command): Touched | undefined {
  switch (command.kind) {
    case "set-title":
      return {
        what: "the-title",
        seq: incident.title.seq,
        theirs: incident.title.value ?? null,
        yours: command.title,
      };
    case "set-codename":
      return {
        what: "the-codename",
        seq: incident.codename.seq,
        theirs: incident.codename.value ?? null,
        yours: command.codename,
      };
    case "set-severity":
      return {
        what: "the-severity",
        seq: incident.severity.seq,
        theirs: incident.severity.value ?? null,
        yours: command.severity,
      };
    case "classify": {
      const { seq, value } = incident.classification;
      return { what: "the-classification", seq, theirs: [...value], yours: command.classification };
    }
    case "set-became-aware": {
      const newest = incident.becameAware[0];
      if (newest === undefined) return undefined;
      return { what: "the-awareness", seq: newest.seq, theirs: newest.at, yours: command.at };
    }
    case "claim-step":
    case "release-step":
    case "reassign-step":
    case "complete-step":
    case "skip-step":
    case "block-step":
    case "unblock-step":
    case "undo-step":
    case "fail-check":
    case "decide":
      return touchedStep(incident, command);
    case "request-approval":
      return touchedBy(incident, command.for);
    case "close-collection": {
      const newest = [...incident.items.values()]
        .filter((item) => item.collection === command.collection)
        .at(-1);
      if (newest === undefined) return undefined;
      return { what: "the-list", seq: newest.seq, theirs: newest.label, yours: command.kind };
    }
    case "end-run":
    case "rebase-run": {
      const run = incident.runs.get(command.runId);
      if (run === undefined) return undefined;
      return {
        what: run.playbook.template.title,
        seq: run.seq,
        theirs: run.playbook.template.version,
        yours: command.kind,
      };
    }
    case "accept-handover": {
      const { handover } = incident;
      if (handover === undefined) return undefined;
      return {
        what: "the-handover",
        seq: handover.seq,
        theirs: handover.brief ?? null,
        yours: command.saysBack,
      };
    }
    case "leave-team":
    case "set-role": {
      const person = incident.people.get(command.userId);
      if (person === undefined) return undefined;
      return {
        what: "the-role",
        seq: person.seq,
        theirs: [...(person.roles ?? [])],
        yours: command.kind === "set-role" ? command.roles : command.kind,
      };
    }
    default:
      return undefined;
  }
}

type StepCommand = Extract<Command, { stepId: unknown; kind: `${string}-step` | "fail-check" | "decide" }>;

function touchedStep(incident: Incident, command: StepCommand): Touched | undefined {
  const step = steps(incident).get(command.stepId);
  const record = incident.records.get(command.stepId);
  if (step === undefined || record === undefined) return undefined;
  const by =
    "by" in record && record.by !== undefined ? (incident.people.get(record.by)?.name ?? record.by) : null;
  return {
    what: step.title,
    seq: record.seq,
    theirs: { status: step.status, by, outcome: record.status === "done" ? (record.outcome ?? null) : null },
    yours: command.kind,
  };
}
