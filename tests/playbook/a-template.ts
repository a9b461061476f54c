import { type Template, type TemplateStep, templateSchema } from "#app/core/playbook/template.ts";

/** A step as a file may give it: what is left out takes its default. */
export type StepInput = Partial<TemplateStep> & { readonly key: string };

/** A step that no rule objects to. */
export function aStep(key: string, more: Partial<TemplateStep> = {}): StepInput {
  return {
    key,
    phase: "P0",
    track: "main",
    title: "Check the door",
    why: "It may be open.",
    mode: "read-do",
    danger: 0,
    done_when: "The door is shut.",
    ...more,
  };
}

/** A decision step with the options yes, no and later; `later` stands for "cannot tell". */
export function aDecision(
  key: string,
  next: Partial<Record<"yes" | "no" | "later", string[]>> = {},
  more: Partial<TemplateStep> = {},
): StepInput {
  return aStep(key, {
    title: "Is it open?",
    mode: "decision",
    decision: {
      question: "Is it open?",
      unknown_value: "later",
      options: (["yes", "no", "later"] as const).map((value) => ({
        value,
        label: value,
        criteria: "You can see it.",
        next: next[value] ?? [],
      })),
    },
    ...more,
  });
}

/** A template that no rule objects to, but for what the arguments change. */
export function aTemplate(steps: readonly StepInput[] = [aStep("look")], more: object = {}): Template {
  return templateSchema.parse({
    id: "open-door",
    version: "1.0.0",
    language: "en",
    title: "Open door",
    summary: "A door may be open.",
    entry_conditions: ["Someone says that a door is open."],
    exit_conditions: [{ when: "There is no door", go_to: "false-alarm" }],
    last_drilled: null,
    phases: [{ key: "P0", title: "First" }],
    tracks: [{ key: "main", title: "Main" }],
    killer_steps: [...new Set(steps.map((step) => step.key))].slice(0, 5),
    steps,
    ...more,
  });
}
