import type { ByteSource } from "#app/core/audit/byte-source.ts";
import { type Explanation, explain } from "#app/core/audit/explain.ts";
import { NOTE_BYTES_MAX } from "#app/core/audit/note.ts";
import { type Primitives, portablePrimitives } from "#app/core/audit/primitives.ts";
import type { FileRemark, Report } from "#app/core/audit/report.ts";
import { type FromOutside, verifyBundle } from "#app/core/audit/verify.ts";
import { type OutsideFile, sortByKind } from "#app/core/audit/verify-outside.ts";
import { visible, visibleLine } from "#app/core/shared/visible.ts";

// The page of verify.html. It reads the chosen files in pieces, so a bundle of many gigabytes needs no memory.

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const primitives: Primitives = { ...portablePrimitives, decodeUtf8 };

const form = found("form", HTMLFormElement);
const bundle = found("bundle", HTMLInputElement);
const vkey = found("vkey", HTMLInputElement);
const notes = found("notes", HTMLInputElement);
const noteNames = found("note-names", HTMLUListElement);
const progress = found("progress", HTMLElement);
const result = found("result", HTMLElement);
const headline = found("headline", HTMLElement);
const said = found("said", HTMLElement);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void verify();
});
notes.addEventListener("change", showNoteNames);
takeDrops("bundle-drop", bundle);
takeDrops("notes-drop", notes);
// A file dropped beside a field would replace this page.
for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());

async function verify(): Promise<void> {
  const [file] = bundle.files ?? [];
  if (file === undefined) {
    progress.textContent = "Choose the bundle first.";
    bundle.focus();
    return;
  }
  const button = form.querySelector("button");
  button?.setAttribute("disabled", "");
  result.hidden = true;
  progress.textContent = "Verifying…";
  try {
    show(await verifyBundle(sourceOf(file, told), await outside(), primitives));
    progress.textContent = "Done.";
  } catch (cause) {
    progress.textContent = `The file could not be read: ${cause instanceof Error ? visibleLine(cause.message) : "unknown cause"}. Choose it again.`;
  } finally {
    button?.removeAttribute("disabled");
  }
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) return undefined;
    throw cause;
  }
}

function told(part: number): void {
  progress.textContent = `Verifying… ${Math.floor(part * 100)} %`;
}

/** Reads pieces of a file on disk; a container is read front to back once before anything else. */
function sourceOf(file: File, tell: (part: number) => void): ByteSource {
  let said = -1;
  return {
    size: file.size,
    async read(offset, length) {
      const percent = Math.floor((offset / file.size) * 100);
      if (percent > said) {
        said = percent;
        tell(offset / file.size);
      }
      return new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
    },
  };
}

async function outside(): Promise<FromOutside> {
  const files: OutsideFile[] = [];
  const unreadable: FileRemark[] = [];
  for (const file of notes.files ?? []) {
    if (file.size > NOTE_BYTES_MAX)
      unreadable.push({ file: file.name, message: `is longer than ${NOTE_BYTES_MAX} bytes` });
    else files.push({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  }
  const sorted = sortByKind(files);
  const key = vkey.value.trim() || sorted.vkey;
  return { ...sorted.notes, unreadable, ...(key === undefined ? {} : { vkey: key }) };
}

function show(report: Report): void {
  const { headline: words, paragraphs, facts, lists } = explain(report);
  headline.textContent = visibleLine(words);
  result.className = report.exit === 0 ? "ok" : report.exit === 3 ? "warn" : "danger";
  said.replaceChildren(
    ...paragraphs.map((text) => element("p", visible(text))),
    ...lists.flatMap(({ title, items }) => [element("h3", title), itemsList(items)]),
    element("h3", "What was verified"),
    factsList(facts),
  );
  result.hidden = false;
  result.focus();
}

function factsList(facts: Explanation["facts"]): HTMLElement {
  const list = document.createElement("dl");
  for (const [name, value] of facts) list.append(element("dt", name), element("dd", visibleLine(value)));
  return list;
}

/** A hostile bundle can have more faults than a page can show. */
const ITEMS_SHOWN = 1000;

function itemsList(items: readonly string[]): HTMLElement {
  const list = document.createElement("ul");
  for (const item of items.slice(0, ITEMS_SHOWN)) list.append(element("li", visibleLine(item)));
  if (items.length > ITEMS_SHOWN) list.append(element("li", `and ${items.length - ITEMS_SHOWN} more`));
  return list;
}

function showNoteNames(): void {
  const names = Array.from(notes.files ?? [], ({ name }) => element("li", visibleLine(name)));
  noteNames.replaceChildren(...names);
}

function takeDrops(zone: string, input: HTMLInputElement): void {
  const area = found(zone, HTMLElement);
  area.addEventListener("dragover", () => area.classList.add("over"));
  area.addEventListener("dragleave", () => area.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    area.classList.remove("over");
    if (event.dataTransfer === null || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  });
}

function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function found<T extends HTMLElement>(id: string, kind: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page has no ${id}`);
  return element;
}
