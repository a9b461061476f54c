import { nearest } from "#app/core/shared/nearest.ts";
import type { Problem } from "./problem.ts";
import type { Template, TemplateStep } from "./template.ts";

type Path = readonly (string | number)[];

/** Ids of steps end in `.i2` for the second item (`r1.key.off.i2`): a key must not look like that. */
const LOOKS_LIKE_ITEM = /\.i\d+$/;

/** Every key is given once, and every key that is named exists. */
export function checkNames(template: Template, playbooks: readonly string[]): readonly Problem[] {
  const steps = template.steps.map((step) => step.key);
  return [
    ...repeated("step", ["steps"], steps),
    ...repeated("phase", ["phases"], keysOf(template.phases)),
    ...repeated("track", ["tracks"], keysOf(template.tracks)),
    ...repeated("collection", ["collections"], keysOf(template.collections)),
    ...template.steps.flatMap((step, index) => stepNames(template, step, index, playbooks)),
    ...template.exit_conditions.flatMap((exit, index) =>
      exit.go_to === "false-alarm"
        ? []
        : // Advice for a person, not something the engine starts: it may name a playbook kept elsewhere.
          unknownPlaybook(exit.go_to, template, playbooks, ["exit_conditions", index, "go_to"]).map(
            (problem) => ({ ...problem, level: "warning" as const }),
          ),
    ),
    ...killerSteps(template, steps),
    ...unused(template),
  ];
}

function stepNames(
  template: Template,
  step: TemplateStep,
  index: number,
  playbooks: readonly string[],
): readonly Problem[] {
  const here = ["steps", index] as const;
  const steps = template.steps.map((other) => other.key);
  const known = (kind: string, name: string, names: readonly string[], ...path: Path) =>
    unknown(kind, name, names, [...here, ...path], step.key);
  return [
    ...reserved(step, here),
    ...known("phase", step.phase, keysOf(template.phases), "phase"),
    ...known("track", step.track, keysOf(template.tracks), "track"),
    ...step.depends_on.flatMap((name, at) => known("step", name, steps, "depends_on", at)),
    ...(step.repeat_for === undefined
      ? []
      : known("collection", step.repeat_for, keysOf(template.collections), "repeat_for")),
    ...anchor(template, step, index),
    ...repeated("evidence rule", [...here, "evidence"], keysOf(step.evidence), step.key),
    ...repeated("field", [...here, "fields"], keysOf(step.fields), step.key),
    ...repeated(
      "option",
      [...here, "decision", "options"],
      step.decision?.options.map((option) => option.value) ?? [],
      step.key,
    ),
    ...(step.decision?.options ?? []).flatMap((option, at) => [
      ...option.next.flatMap((name, which) =>
        known("step", name, steps, "decision", "options", at, "next", which),
      ),
      ...(option.starts === undefined
        ? []
        : unknownPlaybook(
            option.starts,
            template,
            playbooks,
            [...here, "decision", "options", at, "starts"],
            step.key,
          )),
    ]),
  ];
}

function reserved(step: TemplateStep, here: Path): readonly Problem[] {
  if (!LOOKS_LIKE_ITEM.test(step.key)) return [];
  return [
    {
      code: "reserved-key",
      level: "problem",
      at: step.key,
      path: [...here, "key"],
      message: `The key ${step.key} ends like the id of a repeated item.`,
      cure: "End it with a word, not with .i and a number.",
    },
  ];
}

function anchor(template: Template, step: TemplateStep, index: number): readonly Problem[] {
  const decider = /^decision:(.+)$/.exec(step.anchor)?.[1];
  const decisions = template.steps.filter((other) => other.decision !== undefined).map((other) => other.key);
  if (decider !== undefined) {
    return unknown("decision", decider, decisions, ["steps", index, "anchor"], step.key);
  }
  if (step.anchor !== "item_added" || step.repeat_for !== undefined) return [];
  return [
    {
      code: "unknown-key",
      level: "problem",
      at: step.key,
      path: ["steps", index, "anchor"],
      message: "The target runs from item_added, but the step does not repeat for items.",
      cure: "Give the step a repeat_for, or anchor it to t0, run_start or step_ready.",
    },
  ];
}

function killerSteps(template: Template, steps: readonly string[]): readonly Problem[] {
  const path = ["killer_steps"];
  const wanted = Math.min(5, template.steps.length);
  const few: readonly Problem[] =
    template.killer_steps.length >= wanted
      ? []
      : [
          {
            code: "killer-steps",
            level: "warning",
            at: "killer_steps",
            path,
            message: `The first screen names ${template.killer_steps.length} of its five to seven steps.`,
            cure: "Name the steps that cost most when they are missed.",
          },
        ];
  return [
    ...template.killer_steps.flatMap((name, index) => unknown("step", name, steps, [...path, index])),
    ...repeated("killer step", path, template.killer_steps),
    ...few,
  ];
}

/** A heading without steps, or a list nothing repeats for, is a slip of the pen. */
function unused(template: Template): readonly Problem[] {
  const used = {
    phases: new Set(template.steps.map((step) => step.phase)),
    tracks: new Set(template.steps.map((step) => step.track)),
    collections: new Set(template.steps.map((step) => step.repeat_for)),
  };
  return (["phases", "tracks", "collections"] as const).flatMap((list) =>
    keysOf(template[list]).flatMap((key, index): Problem[] =>
      used[list].has(key)
        ? []
        : [
            {
              code: "unused-name",
              level: "warning",
              at: `${list}.${index}`,
              path: [list, index, "key"],
              message: `No step uses ${key} of ${list}.`,
              cure: "Use it in a step, or take it out.",
            },
          ],
    ),
  );
}

function unknown(
  kind: string,
  name: string,
  names: readonly string[],
  path: Path,
  at = path.join("."),
): readonly Problem[] {
  if (names.includes(name)) return [];
  const meant = nearest(name, names);
  return [
    {
      code: "unknown-key",
      level: "problem",
      at,
      path,
      message: `There is no ${kind} ${name}.`,
      cure: meant === undefined ? `Declare it, or name a ${kind} that exists.` : `Did you mean ${meant}?`,
    },
  ];
}

function unknownPlaybook(
  name: string,
  template: Template,
  playbooks: readonly string[],
  path: Path,
  at = path.join("."),
): readonly Problem[] {
  if (name !== template.id && playbooks.includes(name)) return [];
  const meant = nearest(
    name,
    playbooks.filter((id) => id !== template.id),
  );
  return [
    {
      code: "unknown-playbook",
      level: "problem",
      at,
      path,
      message: name === template.id ? "The playbook leads back to itself." : `There is no playbook ${name}.`,
      cure: meant === undefined ? "Name a playbook of the library." : `Did you mean ${meant}?`,
    },
  ];
}

function repeated(kind: string, path: Path, keys: readonly string[], at?: string): readonly Problem[] {
  return keys.flatMap((key, index): Problem[] =>
    keys.indexOf(key) === index
      ? []
      : [
          {
            code: "duplicate-key",
            level: "problem",
            at: at ?? key,
            path: [...path, index],
            message: `The ${kind} ${key} is there twice.`,
            cure: "Rename one of them, or take it out.",
          },
        ],
  );
}

function keysOf(list: readonly { readonly key: string }[]): readonly string[] {
  return list.map((entry) => entry.key);
}
