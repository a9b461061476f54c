import type { z } from "zod";
import { FACT_NAMES } from "#app/core/notification/facts.ts";
import { type Regime, regimeFileSchema } from "#app/core/notification/regime.ts";
import { nearest } from "#app/core/shared/nearest.ts";
import { lineOf, parseYaml, type YamlFile } from "./yaml-file.ts";

/** One thing to mend in a file of regimes. */
export interface RegimeFileProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

export interface RegimeReading {
  /** None, when anything in the file is wrong: half a law is no law. */
  readonly regimes: readonly Regime[];
  readonly problems: readonly RegimeFileProblem[];
}

/** Reads the rows of one file, or says on which lines it has to be mended. */
export function readRegimeFile(name: string, text: string): RegimeReading {
  const file = parseYaml(text);
  if (file.faults.length > 0) {
    const problems = file.faults.map(({ line, message }) => ({ file: name, line, message }));
    return { regimes: [], problems };
  }
  const parsed = regimeFileSchema.safeParse(file.value);
  if (parsed.success) return { regimes: parsed.data.regimes, problems: [] };
  return { regimes: [], problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, [], name, file)) };
}

/** A union's complaint is that of the choice which understood most of what stands there. */
function problemsOf(
  issue: z.core.$ZodIssue,
  above: readonly PropertyKey[],
  name: string,
  file: YamlFile,
): readonly RegimeFileProblem[] {
  const path = [...above, ...issue.path];
  if (issue.code === "invalid_union" && issue.errors.length > 0 && issue.message === "Invalid input") {
    const deepest = [...issue.errors].sort((one, other) => depth(other) - depth(one))[0] ?? [];
    return deepest.flatMap((inner) => problemsOf(inner, path, name, file));
  }
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      file: name,
      line: lineOf(plain([...path, key]), file),
      message: `there is no field ${key} here`,
    }));
  const meant = /^there is no fact (.+)$/.exec(issue.message)?.[1];
  const guess = meant === undefined ? undefined : nearest(meant, FACT_NAMES);
  const message = guess === undefined ? issue.message : `${issue.message}; did you mean ${guess}?`;
  return [{ file: name, line: lineOf(plain(path), file), message: `${plain(path).join(".")}: ${message}` }];
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function plain(path: readonly PropertyKey[]): readonly (string | number)[] {
  return path.map((part) => (typeof part === "number" ? part : String(part)));
}
