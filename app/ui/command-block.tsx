import { Fragment, useEffect, useState } from "react";
import { Icon } from "./icon.tsx";
import { isHarmless, namesIn, type Piece, piecesOf } from "./snippet.ts";

interface CommandBlockProps {
  readonly id: string;
  readonly label: string;
  readonly about?: string;
  readonly template: string;
  /** What is already known, by name. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * A command to read whole and copy. It wraps at every width, between words, so nothing is copied unseen;
 * while a name is not filled there is an input for it and nothing to copy.
 */
export function CommandBlock({ id, label, about, template, values }: CommandBlockProps) {
  const [typed, setTyped] = useState(values);
  const names = namesIn(template);
  const pieces = piecesOf(template, typed);
  const complete = pieces.every((piece) => piece.name === undefined || piece.filled);
  return (
    <div className="cmd">
      <div className="cmd__head">
        <b>{label}</b>
        {about !== undefined && <span>{about}</span>}
        {complete && <CopyButton text={pieces.map((piece) => piece.text).join("")} />}
      </div>
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
              Fill in
            </button>
          </noscript>
        </form>
      )}
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
          Only letters, digits and . _ - / : @ + = , % fit here: a shell would act on the rest.
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

/** Only there once the browser can copy: without JavaScript the text is selected by hand. */
function CopyButton({ text }: { text: string }) {
  const [state, setState] = useState<"absent" | "ready" | "copied" | "refused">("absent");
  useEffect(() => setState(navigator.clipboard === undefined ? "absent" : "ready"), []);
  if (state === "absent") return null;
  return (
    <button
      className="btn btn--sm"
      type="button"
      onClick={() =>
        navigator.clipboard.writeText(text).then(
          () => setState("copied"),
          () => setState("refused"),
        )
      }
    >
      <Icon name={state === "copied" ? "check" : "copy"} />
      <span role="status">
        {state === "copied" ? "Copied" : state === "refused" ? "Select it by hand" : "Copy"}
      </span>
    </button>
  );
}
