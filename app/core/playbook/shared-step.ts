import type { Step, StepStatus } from "./run.ts";

/** Names what a shared step asks for, the same in every run: its shared key, and the item it is for. */
export function sharedName({ template, item }: Pick<Step, "template" | "item">): string | undefined {
  return template.shared_key === undefined ? undefined : `${template.shared_key} ${item?.id ?? ""}`;
}

/** Whose copy of an open shared step speaks for all: the one in someone's hands, else one that can be begun. */
const RANK: { readonly [Status in StepStatus]?: number } = {
  "in-progress": 0,
  "awaiting-approval": 0,
  blocked: 0,
  "failed-check": 1,
  ready: 1,
  todo: 2,
};

/** The steps in their order, an open shared step once, for nobody should be asked twice for one thing. */
export function withoutTwins(steps: readonly Step[]): readonly Step[] {
  const speaks = new Map<string, Step>();
  for (const step of steps) {
    const name = sharedName(step);
    if (name === undefined || rankOf(step) === undefined) continue;
    const other = speaks.get(name);
    if (other === undefined || (rankOf(step) ?? 0) < (rankOf(other) ?? 0)) speaks.set(name, step);
  }
  return steps.filter((step) => {
    const name = sharedName(step);
    return name === undefined || rankOf(step) === undefined || speaks.get(name) === step;
  });
}

/** undefined for a step that asks for nothing any more. */
function rankOf(step: Step): number | undefined {
  return RANK[step.status];
}
