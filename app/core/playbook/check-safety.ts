import type { Problem } from "./problem.ts";
import type { Template, TemplateStep } from "./template.ts";

/** Nobody does the irreversible alone without a reason on file, and every question may be answered "cannot tell". */
export function checkSafety(template: Template): readonly Problem[] {
  return template.steps.flatMap((step, index) =>
    [...danger(step), ...dualRole(step), ...decisionMode(step), ...unknownValue(step)].map(
      ({ field, ...problem }): Problem => ({
        ...problem,
        level: "problem",
        at: step.key,
        path: ["steps", index, ...field],
      }),
    ),
  );
}

type Found = Pick<Problem, "code" | "message" | "cure"> & { readonly field: readonly string[] };

function danger(step: TemplateStep): readonly Found[] {
  if (step.danger < 3 || step.four_eyes || step.one_person_because !== undefined) return [];
  return [
    {
      code: "one-person-danger",
      field: ["danger"],
      message: "One person alone could do what cannot be undone or leaves the organisation.",
      cure: "Set four_eyes: true, or write in one_person_because why one person is enough.",
    },
  ];
}

function dualRole(step: TemplateStep): readonly Found[] {
  if (step.dual_role.length === 0 || step.four_eyes) return [];
  return [
    {
      code: "dual-role",
      field: ["dual_role"],
      message: "The step asks for two roles but lets one person do it.",
      cure: "Set four_eyes: true, or move the roles to roles.",
    },
  ];
}

function decisionMode(step: TemplateStep): readonly Found[] {
  if (step.mode === "decision" && step.decision === undefined) {
    return [
      {
        code: "decision-mode",
        field: ["mode"],
        message: "The step is a decision without a question.",
        cure: "Add decision with its question and options, or choose another mode.",
      },
    ];
  }
  if (step.mode !== "decision" && step.decision !== undefined) {
    return [
      {
        code: "decision-mode",
        field: ["mode"],
        message: `The step asks a question but its mode is ${step.mode}.`,
        cure: "Set mode: decision, or move the question to a step of its own.",
      },
    ];
  }
  return [];
}

function unknownValue(step: TemplateStep): readonly Found[] {
  const { decision } = step;
  if (decision === undefined) return [];
  if (decision.options.some((option) => option.value === decision.unknown_value)) return [];
  return [
    {
      code: "unknown-value",
      field: ["decision", "unknown_value"],
      message: `No option has the value ${decision.unknown_value}, so nobody can answer "cannot tell".`,
      cure: "Name the option that is taken when nobody knows: not ruled out, later, wait.",
    },
  ];
}
