import { setConnection } from "#app/ui/connection.ts";
import { setSaveState } from "#app/ui/save-state.ts";
import { keepLocally, type LocalDraft } from "./local-drafts.ts";

// One listener for every form of the page. Each key pressed is kept in this browser; every two seconds the server
// gets what there is. A form that may not be kept on the device goes to the server alone.

const EVERY_MS = 2000;
/** What browsers send along while a page goes away. */
const BEACON_MAX = 60_000;

interface Typed {
  readonly form: HTMLFormElement;
  readonly page: string;
  readonly id: string;
}

/** Answers how to stop. */
export function keepDrafts(person: string): () => void {
  const stopped = new AbortController();
  const on = { signal: stopped.signal };
  const unsent = new Map<string, Typed>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function noteTyped(target: EventTarget | null): void {
    const typed = typedIn(target);
    if (typed === undefined) return;
    const kept = keepHere(typed, { saved: false });
    setSaveState(kept ? { kind: "on-device" } : { kind: "idle" });
    unsent.set(`${typed.page}#${typed.id}`, typed);
    timer ??= setTimeout(() => void sendAll(false), EVERY_MS);
  }

  document.addEventListener("input", ({ target }) => noteTyped(target), on);
  // What was typed before the page came alive.
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
    if (isChanged(form)) noteTyped(form);
  }
  // The act takes the text along: a draft that came later would stay behind.
  document.addEventListener(
    "submit",
    ({ target }) => {
      const typed = typedIn(target);
      if (typed === undefined) return;
      unsent.delete(`${typed.page}#${typed.id}`);
      keepHere(typed, { saved: false, sent: true });
    },
    on,
  );
  document.addEventListener(
    "visibilitychange",
    () => {
      if (document.hidden) void sendAll(true);
    },
    on,
  );

  function keepHere({ form, page, id }: Typed, is: Omit<LocalDraft, "values">): boolean {
    if (form.dataset.draft !== "device") return false;
    return keepLocally(person, page, id, { values: textsIn(form), ...is });
  }

  async function sendAll(leaving: boolean): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const all = [...unsent.values()];
    unsent.clear();
    for (const typed of all) await send(typed, leaving);
  }

  async function send(typed: Typed, leaving: boolean): Promise<void> {
    const values = textsIn(typed.form);
    const body = JSON.stringify({ page: typed.page, form: typed.id, values });
    const answer = await fetch("/drafts", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      redirect: "manual",
      keepalive: leaving && body.length < BEACON_MAX,
    }).catch((cause: unknown) => {
      if (!(cause instanceof TypeError)) throw cause;
      return undefined; // no connection
    });
    if (answer?.type === "opaqueredirect") setConnection({ signedOut: true });
    const still = unsent.has(`${typed.page}#${typed.id}`);
    if (answer?.status === 204) {
      if (still) return;
      keepHere(typed, { saved: true });
      setSaveState({ kind: "draft-saved" });
    } else if (!keepHere(typed, { saved: false })) {
      setSaveState({ kind: "not-saved", at: typed.form.id });
      unsent.set(`${typed.page}#${typed.id}`, typed);
      timer ??= setTimeout(() => void sendAll(false), EVERY_MS);
    } else if (!still) {
      unsent.set(`${typed.page}#${typed.id}`, typed);
      timer ??= setTimeout(() => void sendAll(false), EVERY_MS * 2);
    }
  }

  return () => {
    stopped.abort();
    void sendAll(true);
  };
}

function typedIn(target: EventTarget | null): Typed | undefined {
  if (!(target instanceof Element)) return undefined;
  const form = target instanceof HTMLFormElement ? target : target.closest("form");
  if (form === null || form.dataset.draft === undefined) return undefined;
  return { form, page: new URL(form.getAttribute("action") ?? "", location.href).pathname, id: form.id };
}

/** What a person typed or chose; nothing while they typed nothing: no file, no secret, not what the page brought along. */
function textsIn(form: HTMLFormElement): Record<string, string> {
  const values: Record<string, string> = {};
  let typed = false;
  for (const control of form.elements) {
    if (control instanceof HTMLSelectElement) values[control.name] = control.value;
    else if (control instanceof HTMLTextAreaElement || isText(control)) {
      values[control.name] = control.value;
      typed ||= control.value.trim() !== "";
    } else if (isMarked(control)) {
      values[control.name] = control.value;
      typed ||= !control.defaultChecked;
    }
  }
  return typed ? values : {};
}

function isChanged(form: HTMLFormElement): boolean {
  return [...form.elements].some(
    (control) =>
      (control instanceof HTMLTextAreaElement || isText(control)) && control.value !== control.defaultValue,
  );
}

function isText(control: Element): control is HTMLInputElement {
  return control instanceof HTMLInputElement && TEXTS.has(control.type) && !isSecret(control);
}

function isMarked(control: Element): control is HTMLInputElement {
  return control instanceof HTMLInputElement && control.type === "radio" && control.checked;
}

const TEXTS = new Set(["text", "email", "search", "url", "number", "datetime-local"]);

/** A password that is shown while it is typed is one still. */
function isSecret({ autocomplete }: HTMLInputElement): boolean {
  return /password|one-time-code/.test(autocomplete);
}
