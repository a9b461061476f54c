import { useEffect, useId, useState } from "react";
import { useNavigate } from "react-router";
import { Hotkey } from "#app/ui/hotkey.tsx";
import { useText } from "#app/ui/text.tsx";
import { Layer } from "./layer.tsx";
import { controlFor, press } from "./press.ts";
import type { Verb } from "./verb.ts";

interface Choice {
  readonly id: string;
  readonly label: string;
  /** The key on the control, where it stands on this page. */
  readonly key?: string;
  readonly to?: string;
}

const SHOWN = 40;

/** Acts and pages by name, in the reader's language or in English. A combobox with a list (ARIA APG). */
export default function Palette({ base, onClose }: { base: string | undefined; onClose: () => void }) {
  const text = useText();
  const navigate = useNavigate();
  const list = useId();
  const verbs = useVerbs(base);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [here] = useState(choicesOfThisPage);
  const choices = matching(here, verbs, typed, text("keys.search-for", { words: typed.trim() }));
  const chosen = choices[Math.min(at, choices.length - 1)];
  const take = (choice: Choice | undefined) => {
    if (choice === undefined) return;
    onClose();
    const { key, to } = choice;
    // After the layer has given the focus back: what is pressed may want it.
    setTimeout(() => {
      const control = key === undefined ? undefined : controlFor(key);
      if (control !== undefined) press(control);
      else if (to !== undefined) void navigate(to);
    });
  };
  return (
    <Layer label={text("keys.palette")} onClose={onClose}>
      <input
        className="input"
        type="text"
        role="combobox"
        aria-label={text("keys.what-to-do")}
        aria-expanded="true"
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={chosen === undefined ? undefined : `${list}-${chosen.id}`}
        placeholder={text("keys.what-to-do")}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const moved = moveBy(event.key, at, choices.length);
          if (moved !== undefined) setAt(moved);
          else if (event.key === "Enter") take(chosen);
          else return;
          event.preventDefault();
        }}
      />
      <div className="palette" role="listbox" id={list} aria-label={text("keys.palette")}>
        {choices.map((choice) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's (ARIA APG combobox)
          <div
            key={choice.id}
            id={`${list}-${choice.id}`}
            role="option"
            aria-selected={choice === chosen}
            tabIndex={-1}
            ref={(item) => {
              if (choice === chosen) item?.scrollIntoView({ block: "nearest" });
            }}
            onClick={() => take(choice)}
          >
            <span>{choice.label}</span>
            <Hotkey of={choice.key} />
          </div>
        ))}
      </div>
      <p className="sr" role="status">
        {text("keys.found", { count: choices.length })}
      </p>
    </Layer>
  );
}

function moveBy(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return (at + count - 1) % count;
  return undefined;
}

function choicesOfThisPage(): readonly Choice[] {
  const seen = new Map<string, Choice>();
  for (const control of document.querySelectorAll<HTMLElement>("[data-key]")) {
    const key = control.dataset.key ?? "";
    if (seen.has(key) || controlFor(key) !== control) continue;
    const label = control.getAttribute("aria-label") ?? wordsOn(control);
    if (label !== "") seen.set(key, { id: `key-${seen.size}`, label, key });
  }
  return [...seen.values()];
}

export function wordsOn(control: HTMLElement): string {
  if (control instanceof HTMLTextAreaElement || control instanceof HTMLInputElement)
    return control.labels?.[0]?.textContent?.trim() ?? "";
  const copy = control.cloneNode(true);
  if (!(copy instanceof HTMLElement)) return "";
  for (const hidden of copy.querySelectorAll('[aria-hidden="true"]')) hidden.remove();
  if (control instanceof HTMLFieldSetElement)
    return control.querySelector("legend")?.textContent?.trim() ?? "";
  return copy.textContent?.trim() ?? "";
}

function useVerbs(base: string | undefined): readonly Verb[] {
  const [verbs, setVerbs] = useState<readonly Verb[]>([]);
  useEffect(() => {
    let left = false;
    fetch(base === undefined ? "/verbs" : `${base}/verbs`)
      .then((answer) => (answer.ok ? answer.json() : []))
      .then(
        (found: readonly Verb[]) => {
          if (!left) setVerbs(found);
        },
        () => undefined, // without the server the page's own acts are still there
      );
    return () => {
      left = true;
    };
  }, [base]);
  return verbs;
}

/** What begins with what was typed, then what has it inside; searching for it is always last. */
function matching(
  here: readonly Choice[],
  verbs: readonly Verb[],
  typed: string,
  searchLabel: string,
): readonly Choice[] {
  const wanted = typed.trim().toLocaleLowerCase();
  const named = (label: string, english: string) => {
    const names = [label.toLocaleLowerCase(), english.toLocaleLowerCase()];
    if (names.some((name) => name.startsWith(wanted))) return 0;
    return names.some((name) => name.includes(wanted)) ? 1 : 2;
  };
  const all = [
    ...here.map((choice) => ({ choice, rank: named(choice.label, choice.label) })),
    ...verbs.map(({ to, label, english }) => ({
      choice: { id: `verb-${english.replaceAll(/\W+/g, "-")}`, label, to },
      rank: named(label, english),
    })),
  ];
  const found = all
    .filter(({ rank }) => rank < 2)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, SHOWN)
    .map(({ choice }) => choice);
  if (wanted === "") return found;
  return [
    ...found,
    { id: "search", label: searchLabel, to: `/search?q=${encodeURIComponent(typed.trim())}` },
  ];
}
