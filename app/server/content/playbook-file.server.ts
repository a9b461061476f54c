import type { z } from "zod";
import { checkTemplate, isUsable } from "#app/core/playbook/check.ts";
import { checkTexts } from "#app/core/playbook/check-words.ts";
import { playbookOf } from "#app/core/playbook/content-hash.ts";
import { overlaySchema, translate } from "#app/core/playbook/overlay.ts";
import type { Problem } from "#app/core/playbook/problem.ts";
import { type Playbook, type Template, templateSchema } from "#app/core/playbook/template.ts";
import { textsOf } from "#app/core/playbook/texts.ts";
import { lineOf, parseYaml, type YamlFile } from "./yaml-file.ts";

/** A problem with the line of the file it stands on, from 1. */
export interface FileProblem extends Problem {
  readonly line: number;
}

/**
 * What a playbook file holds. `readable` is false when the text is not YAML at all; `playbook` is
 * there when it may be used, be it with warnings.
 */
export interface Reading {
  readonly readable: boolean;
  readonly playbook: Playbook | undefined;
  readonly problems: readonly FileProblem[];
}

/** Reads YAML → schema → checks, and reports everything found at the step it got to. */
export function readPlaybook(text: string, playbooks?: readonly string[]): Reading {
  const file = parseYaml(text);
  if (file.faults.length > 0) return { readable: false, playbook: undefined, problems: problemsOf(file) };
  const parsed = templateSchema.safeParse(file.value);
  if (!parsed.success) {
    return { readable: true, playbook: undefined, problems: schemaProblems(parsed.error, file) };
  }
  const problems = checkTemplate(parsed.data, playbooks);
  return {
    readable: true,
    playbook: isUsable(problems) ? playbookOf(parsed.data) : undefined,
    problems: problems.map((problem) => located(problem, file)),
  };
}

/** Reads the same playbook in another language from its overlay; the checks on words run again. */
export function readOverlay(
  text: string,
  template: Template,
): Omit<Reading, "playbook"> & {
  readonly template: Template | undefined;
} {
  const file = parseYaml(text);
  if (file.faults.length > 0) return { readable: false, template: undefined, problems: problemsOf(file) };
  const parsed = overlaySchema.safeParse(file.value);
  if (!parsed.success) {
    return { readable: true, template: undefined, problems: schemaProblems(parsed.error, file) };
  }
  const translated = translate(template, parsed.data);
  if (!translated.ok) {
    const problems = translated.error.map((problem) => located(problem, file));
    return { readable: true, template: undefined, problems };
  }
  const texts = textsOf(translated.value);
  const problems = checkTexts(translated.value).map((problem) => {
    const text = texts.find(({ path }) => path.join("/") === problem.path.join("/"));
    return located({ ...problem, path: text?.address ?? problem.path }, file);
  });
  return { readable: true, template: isUsable(problems) ? translated.value : undefined, problems };
}

function problemsOf(file: YamlFile): readonly FileProblem[] {
  return file.faults.map(({ message, line }) => yamlProblem(message, line));
}

function yamlProblem(message: string, line: number): FileProblem {
  return {
    code: "yaml",
    level: "problem",
    at: `line ${line}`,
    path: [],
    line,
    message: `Line ${line} is not YAML: ${message}.`.replace(/\.\.$/, "."),
    cure: "Look at the indentation there, and put quotes around text that holds a colon or a #.",
  };
}

function schemaProblems(error: z.ZodError, file: YamlFile): readonly FileProblem[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
    if (issue.code !== "unrecognized_keys") return [located(schemaProblem(path, issue.message, file), file)];
    return issue.keys.map((key) => located(unknownField(path, key, file), file));
  });
}

function schemaProblem(path: readonly (string | number)[], message: string, file: YamlFile): Problem {
  const name = path.at(-1) ?? "the file";
  const absent = file.document.getIn(path) === undefined;
  return {
    code: "schema",
    level: "problem",
    at: placeOf(path, file),
    path,
    message: absent ? `${name} is missing.` : `${path.join(".")}: ${message}.`,
    cure: absent ? "Add it." : "See docs/playbooks.md for what it may hold.",
  };
}

function unknownField(path: readonly (string | number)[], key: string, file: YamlFile): Problem {
  return {
    code: "schema",
    level: "problem",
    at: placeOf([...path, key], file),
    path: [...path, key],
    message: `There is no field ${key} here.`,
    cure: "Look at its spelling and indentation, or take it out. docs/playbooks.md lists the fields.",
  };
}

/** The key of the step when the path leads into one that has a key, else the path. */
function placeOf(path: readonly (string | number)[], file: YamlFile): string {
  const [list, index] = path;
  const key =
    list === "steps" && typeof index === "number" ? file.document.getIn(["steps", index, "key"]) : undefined;
  return typeof key === "string" ? key : path.join(".") || "the file";
}

function located(problem: Problem, file: YamlFile): FileProblem {
  return { ...problem, line: lineOf(problem.path, file) };
}
