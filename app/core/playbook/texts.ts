import type { Template, TemplateStep } from "./template.ts";

/** One text of a template that a person reads. */
export interface Text {
  /** Where it stands in the template. */
  readonly path: readonly (string | number)[];
  /** Where an overlay of another language gives it: by keys, so that inserting a step moves nothing. */
  readonly address: readonly string[];
  readonly text: string;
}

/** Every text of a template in reading order, commands apart: those are the same in all languages. */
export function textsOf(template: Template): readonly Text[] {
  return [
    at(["title"], template.title),
    at(["summary"], template.summary),
    ...template.entry_conditions.map((text, index) => at(["entry_conditions", index], text)),
    ...template.exit_conditions.map((exit, index) =>
      at(["exit_conditions", index, "when"], exit.when, ["exit_conditions", `${index}`]),
    ),
    ...template.collections.flatMap((collection, index) => [
      ...(["title", "item", "hint"] as const).flatMap((name) =>
        optional(["collections", index, name], collection[name], ["collections", collection.key, name]),
      ),
    ]),
    ...template.phases.map((phase, index) =>
      at(["phases", index, "title"], phase.title, ["phases", phase.key]),
    ),
    ...template.tracks.map((track, index) =>
      at(["tracks", index, "title"], track.title, ["tracks", track.key]),
    ),
    ...template.regime_hints.map((text, index) => at(["regime_hints", index], text)),
    ...template.severity_guide.map((guide, index) =>
      at(["severity_guide", index, "when"], guide.when, ["severity_guide", guide.severity]),
    ),
    ...template.steps.flatMap((step, index) =>
      stepTexts(step).map((text) => ({
        ...text,
        path: ["steps", index, ...text.path],
        address: ["steps", step.key, ...text.address],
      })),
    ),
  ];
}

function stepTexts(step: TemplateStep): readonly Text[] {
  return [
    at(["title"], step.title),
    at(["why"], step.why),
    ...step.do.map((text, index) => at(["do", index], text)),
    ...step.snippets.map((snippet, index) =>
      at(["snippets", index, "label"], snippet.label, ["snippets", `${index}`]),
    ),
    ...optional(["expect"], step.expect),
    ...optional(["if_not"], step.if_not),
    ...decisionTexts(step),
    ...step.evidence.flatMap((rule, index) => [
      at(["evidence", index, "label"], rule.label, ["evidence", rule.key, "label"]),
      ...optional(["evidence", index, "redact_hint"], rule.redact_hint, [
        "evidence",
        rule.key,
        "redact_hint",
      ]),
    ]),
    ...step.fields.map((field, index) => at(["fields", index, "label"], field.label, ["fields", field.key])),
    at(["done_when"], step.done_when),
    ...optional(["undo"], step.undo),
    ...optional(["one_person_because"], step.one_person_because),
  ];
}

function decisionTexts(step: TemplateStep): readonly Text[] {
  if (step.decision === undefined) return [];
  const options = step.decision.options.flatMap((option, index) =>
    (["label", "criteria"] as const).map((name) =>
      at(["decision", "options", index, name], option[name], ["decision", "options", option.value, name]),
    ),
  );
  return [at(["decision", "question"], step.decision.question), ...options];
}

function at(path: Text["path"], text: string, address: readonly string[] = path.map(String)): Text {
  return { path, address, text };
}

function optional(
  path: Text["path"],
  text: string | undefined,
  address?: readonly string[],
): readonly Text[] {
  return text === undefined ? [] : [at(path, text, address)];
}
