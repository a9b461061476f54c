import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { controlFor, isForThePage, press } from "./press.ts";
import { focusedStep, moveAlongRows, oneStopPerList, rowStep } from "./rows.ts";

const Palette = lazy(() => import("./palette.tsx"));
const KeyHelp = lazy(() => import("./key-help.tsx"));

export interface KeyboardProps {
  /** Of the incident the page is about. */
  readonly base?: string;
  /** Single letters act; Ctrl or ⌘ with K always does. */
  readonly letters: boolean;
}

const LEADER_MS = 1500;

/** `g` and one of these goes there. */
const PLACES: Readonly<Record<string, string>> = {
  n: "",
  t: "#tracks",
  c: "#clocks",
  l: "/log",
  p: "/people",
};

/** Where a key leads when the page has no control that bears it. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  n: "",
  c: "#note",
  a: "/approvals",
  u: "/log/mine",
};

/** Listens to the whole page. The layers it opens are fetched when they are first asked for. */
export default function Keyboard({ base, letters }: KeyboardProps) {
  const [layer, setLayer] = useState<"palette" | "help">();
  const navigate = useNavigate();
  // When `g` was pressed; a page younger than the wait counts from zero too.
  const leader = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    document.documentElement.dataset.keys = letters ? "on" : "off";
    const go = (to: string | undefined) => {
      if (base === undefined || to === undefined) return false;
      void navigate(`${base}${to}`);
      return true;
    };
    const act = (event: KeyboardEvent): boolean => {
      const { key } = event;
      if (leader.current > performance.now() - LEADER_MS) {
        leader.current = Number.NEGATIVE_INFINITY;
        return go(PLACES[key]);
      }
      if (key === "g") {
        leader.current = performance.now();
        return true;
      }
      if (key === "?") {
        setLayer("help");
        return true;
      }
      const step = key === "x" ? focusedStep() : undefined;
      if (step !== undefined) {
        void navigate(`${step}#done`);
        return true;
      }
      const control = controlFor(key);
      if (control !== undefined) {
        press(control);
        return true;
      }
      const rows = rowStep(event);
      if (rows !== undefined) return moveAlongRows(rows);
      if (key !== "/") return go(ELSEWHERE[key]);
      void navigate("/search");
      return true;
    };
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setLayer("palette");
        return;
      }
      if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target instanceof HTMLElement) {
        event.target.closest("form")?.requestSubmit();
        return;
      }
      if (!letters || !isForThePage(event)) return;
      // A key held down moves along the rows; it does nothing else twice.
      if (event.repeat && (rowStep(event) === undefined || controlFor(event.key) !== undefined)) return;
      if (act(event)) event.preventDefault();
    };
    const find = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("[data-palette]") : null;
      if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      setLayer("palette");
    };
    document.addEventListener("keydown", listen);
    document.addEventListener("click", find, { capture: true });
    return () => {
      document.removeEventListener("keydown", listen);
      document.removeEventListener("click", find, { capture: true });
    };
  }, [base, letters, navigate]);
  useEffect(() => (letters ? oneStopPerList() : undefined), [letters]);
  if (layer === undefined) return null;
  const close = () => setLayer(undefined);
  return (
    <Suspense>
      {layer === "palette" ? (
        <Palette base={base} onClose={close} />
      ) : (
        <KeyHelp letters={letters} onClose={close} />
      )}
    </Suspense>
  );
}
