import { canonicalTemplate } from "./content-hash.ts";
import type { Problem } from "./problem.ts";
import type { Template } from "./template.ts";
import { type Text, textsOf } from "./texts.ts";
import { VERBS } from "./verbs.ts";

const TITLE_MAX = 80;
/** A template has to fit one committed field of the log (65,536 bytes) with its frame. */
const BYTES_MAX = 65_000;

const VARIABLE = /\{\{([^{}]*)\}\}/g;
const VARIABLE_NAME = /^[a-z][a-z0-9_]{0,31}$/;
/** Whole words of a variable's name; `key_id` and `token_count` stay allowed by their last word. */
const SECRET_WORDS =
  /^(?:\w*(?:passw(?:or)?d|passwort|passphrase|pwd|secret|credential|credentials|bearer|cookie|apikey|pin|otp|seed)|(?:\w+_)?(?:token|key|access_key|secret_key|private_key|session|jwt|sas))$/;

/** C0 and C1 controls, soft hyphen, zero-width and bidirectional marks, lone surrogates, variation and tag characters. */
const HIDDEN =
  /[\p{Cc}\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]|\p{Cs}/u;
/** JSON.stringify escapes exactly the surrogates that stand alone. */
const LONE_SURROGATE = /\\ud[89a-f]/;
const BREAKS = /[\n\t]/g;

const TONE: readonly { readonly word: RegExp; readonly name: string }[] = [
  { word: /!/, name: "!" },
  { word: /\bplease\b/i, name: "please" },
  { word: /\boops\b/i, name: "oops" },
  { word: /\bclick here\b/i, name: "click here" },
];

/** Words as `checkTexts` wants them, and few enough of them to fit the log. */
export function checkWords(template: Template): readonly Problem[] {
  return [...checkTexts(template), ...size(template)];
}

/**
 * Titles are short orders, commands carry no secret and nothing invisible. It is all that can go wrong in a
 * translation, which never enters the log: its size is free.
 */
export function checkTexts(template: Template): readonly Problem[] {
  const texts = textsOf(template);
  return [
    ...titles(template),
    ...snippets(template),
    ...texts.flatMap((text) => [...hidden(template, text), ...strayVariable(template, text)]),
    ...(speaksEnglish(template) ? texts.flatMap((text) => tone(template, text)) : []),
  ];
}

function titles(template: Template): readonly Problem[] {
  return template.steps.flatMap((step, index): Problem[] => {
    const base = { level: "problem", at: step.key, path: ["steps", index, "title"] } as const;
    const problems: Problem[] = [];
    if ([...step.title].length > TITLE_MAX) {
      problems.push({
        ...base,
        code: "long-title",
        message: `The title has ${[...step.title].length} characters; ${TITLE_MAX} fit a phone.`,
        cure: "Keep the verb and its object; move the rest to do or why.",
      });
    }
    const first = step.title.split(/\s+/)[0]?.replace(/[,:;.]$/, "") ?? "";
    const exempt = step.mode === "decision" || step.mode === "pause" || !speaksEnglish(template);
    if (!exempt && !VERBS.has(first.toLowerCase())) {
      problems.push({
        ...base,
        code: "no-verb",
        message: `The title begins with "${first}", which is not an order.`,
        cure: "Begin with a verb that says what to do: Deactivate, Export, Ask.",
      });
    }
    return problems;
  });
}

function snippets(template: Template): readonly Problem[] {
  return template.steps.flatMap((step, index) =>
    step.snippets.flatMap((snippet, at): Problem[] => {
      const base = {
        level: "problem",
        at: step.key,
        path: ["steps", index, "snippets", at, "text"],
      } as const;
      const names = [...snippet.text.matchAll(VARIABLE)].map((match) => match[1] ?? "");
      const rest = snippet.text.replaceAll(VARIABLE, "");
      const broken = [
        ...names.filter((name) => !VARIABLE_NAME.test(name)).map((name) => `{{${name}}}`),
        ...(/\{\{/.test(rest) ? ["{{ without }}"] : []),
      ];
      return [
        ...names
          .filter((name) => SECRET_WORDS.test(name))
          .map((name) => ({
            ...base,
            code: "secret-variable" as const,
            message: `The command asks for {{${name}}}, which sounds like a secret.`,
            cure: "Ask for an id instead, and let the tool read the secret from where it already lies.",
          })),
        ...broken.map((name) => ({
          ...base,
          code: "broken-variable" as const,
          message: `${name} is not a variable anyone can fill.`,
          cure: "Write {{name}} with small letters, digits and underscores.",
        })),
        ...(isHidden(snippet.text) ? [hiddenProblem(base.at, base.path)] : []),
      ];
    }),
  );
}

function hidden(template: Template, text: Text): readonly Problem[] {
  return isHidden(text.text) ? [hiddenProblem(placeOf(template, text), text.path)] : [];
}

function isHidden(text: string): boolean {
  return HIDDEN.test(text.replaceAll(BREAKS, ""));
}

function hiddenProblem(at: string, path: Problem["path"]): Problem {
  return {
    code: "hidden-character",
    level: "problem",
    at,
    path,
    message: "The text holds a character that cannot be seen and could make it read as something else.",
    cure: "Type the line anew instead of pasting it.",
  };
}

function strayVariable(template: Template, text: Text): readonly Problem[] {
  if (!text.text.includes("{{")) return [];
  return [
    {
      code: "broken-variable",
      level: "problem",
      at: placeOf(template, text),
      path: text.path,
      message: "Only commands have variables; here {{…}} would be shown as it stands.",
      cure: "Say it in words, or move the command to snippets.",
    },
  ];
}

function tone(template: Template, text: Text): readonly Problem[] {
  return TONE.filter(({ word }) => word.test(text.text)).map(({ name }) => ({
    code: "tone",
    level: "warning",
    at: placeOf(template, text),
    path: text.path,
    message: `"${name}" costs a tired reader time.`,
    cure: "Say calmly what to do.",
  }));
}

function size(template: Template): readonly Problem[] {
  // A lone surrogate has no canonical form; it is reported as a hidden character.
  if (LONE_SURROGATE.test(JSON.stringify(template))) return [];
  const bytes = canonicalTemplate(template).length;
  if (bytes <= BYTES_MAX) return [];
  return [
    {
      code: "too-large",
      level: "problem",
      at: template.id,
      path: [],
      message: `The playbook takes ${bytes} bytes in canonical form, more than ${BYTES_MAX}.`,
      cure: "Shorten it, or split it into two playbooks that start each other.",
    },
  ];
}

function placeOf(template: Template, text: Text): string {
  const [list, index] = text.path;
  const step = list === "steps" && typeof index === "number" ? template.steps[index] : undefined;
  return step?.key ?? text.path.join(".");
}

function speaksEnglish(template: Template): boolean {
  return template.language === "en" || template.language.startsWith("en-");
}
