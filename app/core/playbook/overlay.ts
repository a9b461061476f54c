import { z } from "zod";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { Problem } from "./problem.ts";
import { type Template, templateSchema } from "./template.ts";
import { type Text, textsOf } from "./texts.ts";

// An overlay is a playbook's texts in another language: the same keys, only words (`leaked-key.fr.yaml`).
// Steps, evidence rules, fields and options are addressed by key; do, snippets (their labels) and the
// conditions by position. Nothing but texts can be changed, so a translation never changes what is done.

type Node = string | readonly Node[] | { readonly [name: string]: Node };

const node: z.ZodType<Node> = z.lazy(() =>
  z.union([z.string().trim().min(1).max(2000), z.array(node), z.record(z.string(), node)]),
);

export const overlaySchema = z
  .object({
    /** The playbook and the exact version it translates. */
    of: z.string(),
    version: z.string(),
    language: templateSchema.shape.language,
  })
  .catchall(node);

export type Overlay = z.infer<typeof overlaySchema>;

/** The template in the overlay's language, or every text that is missing, left over or out of date. */
export function translate(template: Template, overlay: Overlay): Result<Template, readonly Problem[]> {
  const { of, version, language, ...words } = overlay;
  if (of !== template.id || version !== template.version) return no([otherVersion(template, of, version)]);
  const texts = textsOf(template);
  const given = new Map(leavesOf(words).map((leaf) => [leaf.address.join("\n"), leaf]));
  const problems: Problem[] = [];
  const translated: { text: Text; words: string }[] = [];
  for (const text of texts) {
    const name = text.address.join("\n");
    const leaf = given.get(name);
    given.delete(name);
    if (leaf === undefined) problems.push(missing(text));
    else translated.push({ text, words: leaf.text });
  }
  problems.push(...[...given.values()].map((leaf) => extra(leaf.address)));
  if (problems.length > 0) return no(problems);
  const copy: unknown = JSON.parse(JSON.stringify({ ...template, language }));
  for (const { text, words } of translated) put(copy, text.path, words);
  const parsed = templateSchema.safeParse(copy);
  if (parsed.success) return ok(parsed.data);
  return no(parsed.error.issues.map((issue) => schemaProblem(issue.path, issue.message, texts)));
}

interface Leaf {
  readonly address: readonly string[];
  readonly text: string;
}

function leavesOf(tree: Node, address: readonly string[] = []): readonly Leaf[] {
  if (typeof tree === "string") return [{ address, text: tree }];
  return Object.entries(tree).flatMap(([name, child]) => leavesOf(child, [...address, name]));
}

function put(tree: unknown, path: Text["path"], words: string): void {
  const [name, ...rest] = path;
  if (typeof tree !== "object" || tree === null || name === undefined) return;
  if (rest.length === 0) Reflect.set(tree, name, words);
  else put(Reflect.get(tree, name), rest, words);
}

function otherVersion(template: Template, of: string, version: string): Problem {
  return {
    code: "other-version",
    level: "problem",
    at: "version",
    path: ["version"],
    message: `The translation is of ${of} ${version}, the playbook is ${template.id} ${template.version}.`,
    cure: "Bring the texts up to date, then name the version they translate.",
  };
}

function missing(text: Text): Problem {
  return {
    code: "missing-text",
    level: "problem",
    at: text.address.join("."),
    path: text.address,
    message: `The text ${text.address.join(" › ")} has no translation.`,
    cure: `Translate: ${text.text}`,
  };
}

function extra(address: readonly string[]): Problem {
  return {
    code: "extra-text",
    level: "problem",
    at: address.join("."),
    path: address,
    message: `The playbook has no text ${address.join(" › ")}.`,
    cure: "Take it out, or mend its keys.",
  };
}

function schemaProblem(path: readonly PropertyKey[], message: string, texts: readonly Text[]): Problem {
  const found = texts.find((text) => text.path.join("\n") === path.join("\n"));
  const address = found?.address ?? path.map(String);
  return {
    code: "schema",
    level: "problem",
    at: address.join("."),
    path: address,
    message,
    cure: "Shorten it.",
  };
}
