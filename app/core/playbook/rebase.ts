import type { Template, TemplateStep } from "./template.ts";

export interface TemplateChanges {
  /** Step keys, in template order. */
  readonly added: string[];
  readonly removed: string[];
  readonly changed: string[];
}

/** What a run would gain, lose and see changed by moving from one version to another. */
export function changesBetween(from: Template, to: Template): TemplateChanges {
  const before = new Map(from.steps.map((step) => [step.key, step]));
  const after = new Map(to.steps.map((step) => [step.key, step]));
  return {
    added: to.steps.filter((step) => !before.has(step.key)).map((step) => step.key),
    removed: from.steps.filter((step) => !after.has(step.key)).map((step) => step.key),
    changed: to.steps.filter((step) => differs(before.get(step.key), step)).map((step) => step.key),
  };
}

function differs(before: TemplateStep | undefined, after: TemplateStep): boolean {
  return before !== undefined && JSON.stringify(before) !== JSON.stringify(after);
}
