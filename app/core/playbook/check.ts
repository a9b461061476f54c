import { checkNames } from "./check-names.ts";
import { checkOrder } from "./check-order.ts";
import { checkSafety } from "./check-safety.ts";
import { checkWords } from "./check-words.ts";
import { PLAYBOOK_IDS } from "./names.ts";
import type { Problem } from "./problem.ts";
import type { Template } from "./template.ts";

/**
 * Everything wrong with a template that its schema cannot see, never only the first thing.
 * `playbooks` are the ids it may name in `starts` and `go_to`.
 */
export function checkTemplate(
  template: Template,
  playbooks: readonly string[] = PLAYBOOK_IDS,
): readonly Problem[] {
  return [
    ...checkNames(template, playbooks),
    ...checkOrder(template),
    ...checkSafety(template),
    ...checkWords(template),
  ];
}

/** A template may be used when nothing but warnings is left. */
export function isUsable(problems: readonly Problem[]): boolean {
  return problems.every((problem) => problem.level === "warning");
}
