import { relative } from "node:path";
import ts from "typescript";
import type { Places } from "./catalogs.ts";

// What the application says, read from its code by the TypeScript compiler: which keys, with which values, and
// which words stand in pages outside the catalogs.

const ROOT = new URL("../../", import.meta.url).pathname;

/** Not yet in the catalogs. This list only ever gets shorter. */
const STILL_ENGLISH: readonly string[] = [];

/** Attributes and members whose text a person reads. */
const READ_BY_PEOPLE =
  /^(label|legend|hint|summary|title|placeholder|alt|aria-label|state|more|none|note|brand|button|word|words|navLabel|refusedTitle)$/;

/** The product's name is the same in every language. */
const NAMES = new Set(["Sangfroid", "— Sangfroid", "UTC"]);

let built: ts.Program | undefined;

function program(): ts.Program {
  if (built !== undefined) return built;
  const read = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(read.config, ts.sys, ROOT);
  const names = fileNames.filter((name) => name.includes("/app/"));
  built = ts.createProgram(names, { ...options, composite: false, noEmit: true, emitDeclarationOnly: false });
  return built;
}

function* files(): Generator<ts.SourceFile> {
  for (const file of program().getSourceFiles()) {
    const name = relative(ROOT, file.fileName);
    if (name.startsWith("app/") && !file.isDeclarationFile && !name.endsWith(".json")) yield file;
  }
}

function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) yield* nodesOf(child);
}

function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${relative(ROOT, file.fileName)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

/** Every key that stands in the code: spelt out, or made of a prefix and one of several codes. */
export function keysUsed(keys: ReadonlySet<string>): Set<string> {
  const checker = program().getTypeChecker();
  const used = new Set<string>();
  for (const file of files()) {
    for (const node of nodesOf(file)) {
      if (ts.isStringLiteralLike(node) && keys.has(node.text)) used.add(node.text);
      if (!ts.isTemplateExpression(node) || !/^[a-z-]+\.[a-z-]*$/.test(node.head.text)) continue;
      for (const key of literalsOf(checker.getTypeAtLocation(node))) used.add(key);
    }
  }
  return used;
}

function literalsOf(type: ts.Type): string[] {
  if (type.isUnion()) return type.types.flatMap(literalsOf);
  return type.isStringLiteral() ? [type.value] : [];
}

/** Calls that say a message without one of its values, or with one it has no place for. */
export function misfits(placesOf: (key: string) => Places): string[] {
  const checker = program().getTypeChecker();
  const found: string[] = [];
  for (const file of files()) {
    for (const node of nodesOf(file)) {
      if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) continue;
      if (!/^(text|say|rich)$/.test(node.expression.text)) continue;
      const [first, values, tags] = node.arguments;
      if (first === undefined) continue;
      const keys = literalsOf(checker.getTypeAtLocation(first));
      const given = namesIn(checker, values);
      if (keys.length === 0 || keys.length > 40 || given === undefined) continue;
      const places = keys.map(placesOf);
      const wanted = new Set(places.flatMap((place) => [...place.values]));
      const missing = [...wanted].filter((name) => !given.has(name));
      const extra = [...given].filter((name) => !wanted.has(name));
      const wrapped = namesIn(checker, tags) ?? new Set<string>();
      const unknown = [...wrapped].filter((name) => !places.some((place) => place.tags.has(name)));
      if (missing.length + extra.length + unknown.length === 0) continue;
      found.push(`${placeOf(node)} ${keys[0]}: missing ${missing}, extra ${[...extra, ...unknown]}`);
    }
  }
  return found;
}

/** Undefined where the names are not known before the program runs. */
function namesIn(checker: ts.TypeChecker, given: ts.Expression | undefined): Set<string> | undefined {
  if (given === undefined) return new Set();
  const type = checker.getTypeAtLocation(given);
  if (checker.getIndexInfosOfType(type).length > 0) return undefined;
  return new Set(type.getProperties().map((property) => property.name));
}

/** Words that stand in a page and not in a catalog. */
export function spokenLiterals(): string[] {
  const found: string[] = [];
  for (const file of files()) {
    const name = relative(ROOT, file.fileName);
    if (!/^app\/(ui|features)\//.test(name) || STILL_ENGLISH.some((part) => name.startsWith(part))) continue;
    for (const node of nodesOf(file)) {
      const words = spokenBy(node);
      if (words === undefined || !/\p{L}{2}/u.test(words) || isKey(words) || NAMES.has(words.trim()))
        continue;
      found.push(`${placeOf(node)} ${words.trim()}`);
    }
  }
  return found;
}

function isKey(words: string): boolean {
  return /^[a-z-]+\.[a-z0-9-]+$/.test(words);
}

/** What is printed on keys is the same on every desk. */
function isKeyCap(node: ts.Node): boolean {
  return ts.isJsxElement(node) && node.openingElement.tagName.getText() === "kbd";
}

function spokenBy(node: ts.Node): string | undefined {
  if (ts.isJsxText(node)) return isKeyCap(node.parent) ? undefined : node.text;
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateHead(node) && !ts.isTemplateMiddleOrTemplateTail(node)) {
    return undefined;
  }
  const { parent } = holderOf(node);
  if (ts.isJsxExpression(parent)) {
    const above = parent.parent;
    return ts.isJsxAttribute(above) && !READ_BY_PEOPLE.test(above.name.getText()) ? undefined : node.text;
  }
  if (ts.isJsxAttribute(parent)) return READ_BY_PEOPLE.test(parent.name.getText()) ? node.text : undefined;
  if (ts.isPropertyAssignment(parent))
    return READ_BY_PEOPLE.test(parent.name.getText()) ? node.text : undefined;
  return undefined;
}

/** Out of what only chooses or joins: `a ? "x" : "y"`, `ok && "x"`, `${"x"}`. */
function holderOf(node: ts.Node): ts.Node {
  const { parent } = node;
  const passes = ts.isConditionalExpression(parent)
    ? parent.condition !== node
    : ts.isParenthesizedExpression(parent) ||
      ts.isTemplateSpan(parent) ||
      ts.isTemplateExpression(parent) ||
      (ts.isBinaryExpression(parent) && /^(&&|\|\||\?\?|\+)$/.test(parent.operatorToken.getText()));
  return passes ? holderOf(parent) : node;
}
