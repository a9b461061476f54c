import { useState } from "react";
import { Link } from "react-router";
import { useText } from "#app/ui/text.tsx";
import { Layer } from "./layer.tsx";
import { wordsOn } from "./palette.tsx";
import { controlFor } from "./press.ts";

/** The keys of this page, and the way to switch single letters off. */
export default function KeyHelp({ letters, onClose }: { letters: boolean; onClose: () => void }) {
  const text = useText();
  const [keys] = useState(keysOfThisPage);
  const always = [
    ["Ctrl K, ⌘ K", text("keys.palette")],
    ["j, k", text("keys.rows")],
    ["g n, g t, g c, g l, g p", text("keys.places")],
    ["Esc", text("keys.close-layer")],
    ["?", text("keys.title")],
  ] as const;
  return (
    <Layer label={text("keys.title")} onClose={onClose}>
      <h2>{text("keys.title")}</h2>
      <dl className="keys">
        {[...keys, ...always].map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p>
        <Link to="/settings/reading#keys" onClick={onClose}>
          {text(letters ? "keys.switch-off" : "keys.switch-on")}
        </Link>
      </p>
      <form method="dialog">
        <button className="btn" type="submit">
          {text("keys.close")}
        </button>
      </form>
    </Layer>
  );
}

function keysOfThisPage(): readonly (readonly [string, string])[] {
  const found = new Map<string, string>();
  for (const control of document.querySelectorAll<HTMLElement>("[data-key]")) {
    const key = control.dataset.key ?? "";
    if (!found.has(key) && controlFor(key) === control) found.set(key, wordsOn(control));
  }
  return [...found];
}
