import { Fragment, useEffect, useState } from "react";
import { Hotkey, hotkeyOf } from "./hotkey.tsx";
import { Icon } from "./icon.tsx";
import { isHarmless, namesIn, type Piece, piecesOf } from "./snippet.ts";
import { useText } from "./text.tsx";

interface Snippet {
  readonly label: string;
  readonly text: string;
}

interface CommandGroupProps {
  /** Unique on the page. */
  readonly id: string;
  readonly snippets: readonly Snippet[];
  /** What is already known, by name. */
  readonly values: Readonly<Record<string, string>>;
}

/** Commands that share their names to fill: each is typed once and stands in all of them. */
export function CommandGroup({ id, snippets, values }: CommandGroupProps) {
  const text = useText();
  const [typed, setTyped] = useState(values);
  const names = [...new Set(snippets.flatMap((snippet) => namesIn(snippet.text)))];
  return (
    <div className="stack">
      {names.length > 0 && (
        <form className="cmd__names" method="get">
          {names.map((name) => (
            <NameInput
              key={name}
              id={`${id}-${name}`}
              name={name}
              value={typed[name] ?? ""}
              onType={(value) => setTyped({ ...typed, [name]: value })}
            />
          ))}
          <noscript>
            <button className="btn btn--sm" type="submit">
              {text("ui.fill-in")}
            </button>
          </noscript>
        </form>
      )}
      {snippets.map((snippet) => (
        <CommandBlock key={snippet.label} label={snippet.label} pieces={piecesOf(snippet.text, typed)} />
      ))}
    </div>
  );
}

/**
 * A command to read whole and copy. It wraps at every width, between words, so nothing is copied unseen;
 * while a name is not filled there is nothing to copy.
 */
function CommandBlock({ label, pieces }: { label: string; pieces: readonly Piece[] }) {
  const text = useText();
  const open = pieces.filter((piece) => piece.name !== undefined && !piece.filled).length;
  return (
    <div className="cmd">
      <div className="cmd__head">
        <b>{label}</b>
        {open > 0 && <span>{text("ui.to-fill-in", { count: open })}</span>}
        {open === 0 && <CopyButton command={pieces.map((piece) => piece.text).join("")} />}
      </div>
      <pre>
        <code>
          {pieces.map((piece, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces never move
            <PieceText key={index} piece={piece} />
          ))}
        </code>
      </pre>
    </div>
  );
}

interface NameInputProps {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly onType: (value: string) => void;
}

function NameInput({ id, name, value, onType }: NameInputProps) {
  const text = useText();
  const bad = value !== "" && !isHarmless(value);
  return (
    <div className="cmd__name">
      <label htmlFor={id}>{name.replaceAll(/[_.-]/g, " ")}</label>
      <input
        className="input"
        id={id}
        name={`v.${name}`}
        value={value}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={bad || undefined}
        aria-describedby={bad ? `${id}-error` : undefined}
        onChange={(event) => onType(event.currentTarget.value)}
      />
      {bad && (
        <p className="field__error" id={`${id}-error`}>
          {text("ui.harmless-only")}
        </p>
      )}
    </div>
  );
}

function PieceText({ piece }: { piece: Piece }) {
  if (piece.name !== undefined) return <mark className={piece.filled ? "w" : "w w--open"}>{piece.text}</mark>;
  return piece.text.split(/(\s+)/).map((part, index) =>
    /^\s*$/.test(part) ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: words never move
      <Fragment key={index}>{part}</Fragment>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: words never move
      <span className="w" key={index}>
        {part}
      </span>
    ),
  );
}

const COPY_WORDS = { ready: "ui.copy", copied: "ui.copied", refused: "ui.copy-by-hand" } as const;

/** Only there once the browser can copy: without JavaScript the text is selected by hand. */
function CopyButton({ command }: { command: string }) {
  const text = useText();
  const [state, setState] = useState<"absent" | "ready" | "copied" | "refused">("absent");
  useEffect(() => setState(navigator.clipboard === undefined ? "absent" : "ready"), []);
  if (state === "absent") return null;
  const word = text(COPY_WORDS[state]);
  return (
    <button
      className="btn btn--sm"
      type="button"
      {...hotkeyOf("y")}
      onClick={() =>
        navigator.clipboard.writeText(command).then(
          () => setState("copied"),
          () => setState("refused"),
        )
      }
    >
      <Icon name={state === "copied" ? "check" : "copy"} />
      <span role="status">{word}</span>
      <Hotkey of="y" />
    </button>
  );
}
