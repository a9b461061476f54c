import { type Document, isMap, isPair, isScalar, LineCounter, parseDocument } from "yaml";

/** A YAML file with its lines, and what is not YAML in it. */
export interface YamlFile {
  readonly value: unknown;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly faults: readonly { readonly line: number; readonly message: string }[];
}

export function parseYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: "1.2" });
  // A warning is an unknown tag or directive: nothing that content has a use for.
  const faults = [...document.errors, ...document.warnings].map((fault) => ({
    line: lines.linePos(fault.pos[0]).line,
    message: fault.message,
  }));
  if (faults.length > 0) return { value: undefined, document, lines, faults };
  try {
    return { value: document.toJS({ maxAliasCount: 20 }), document, lines, faults };
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    return { value: undefined, document, lines, faults: [{ line: 1, message: cause.message }] };
  }
}

/** The line of what the path leads to, else of the nearest thing around it. */
export function lineOf(
  path: readonly (string | number)[],
  file: Pick<YamlFile, "document" | "lines">,
): number {
  for (let length = path.length; length > 0; length--) {
    const offset = offsetOf(path.slice(0, length), file.document);
    if (offset !== undefined) return file.lines.linePos(offset).line;
  }
  return 1;
}

function offsetOf(path: readonly (string | number)[], document: Document): number | undefined {
  const name = path.at(-1);
  const parent = document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === name);
    return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  }
  const found = document.getIn(path, true);
  if (typeof found !== "object" || found === null || !("range" in found)) return undefined;
  return Array.isArray(found.range) && typeof found.range[0] === "number" ? found.range[0] : undefined;
}
