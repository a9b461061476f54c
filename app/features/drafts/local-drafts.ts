// Drafts in this browser, so that a crash or a lost connection takes nothing. Only the browser calls this.

export interface LocalDraft {
  readonly values: Readonly<Record<string, string>>;
  /** The server has it too, or a newer one: then the server's counts. */
  readonly saved: boolean;
  /** It was sent to be recorded, and no answer has come yet. */
  readonly sent?: boolean;
}

const PREFIX = "sangfroid:draft:";

function keyOf(person: string, page: string, form: string): string {
  return `${PREFIX}${person}:${page}#${form}`;
}

/** False where the browser keeps nothing: private windows, a full disk. */
export function keepLocally(person: string, page: string, form: string, draft: LocalDraft): boolean {
  try {
    localStorage.setItem(keyOf(person, page, form), JSON.stringify(draft));
    return true;
  } catch (cause) {
    if (cause instanceof DOMException) return false;
    throw cause;
  }
}

export function localDraft(person: string, page: string, form: string): LocalDraft | undefined {
  try {
    const text = localStorage.getItem(keyOf(person, page, form));
    return text === null ? undefined : draftIn(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof DOMException || cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

export function forgetLocally(person: string, page: string, form: string): void {
  try {
    localStorage.removeItem(keyOf(person, page, form));
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause; // a browser that keeps nothing has nothing to forget
  }
}

/** What was sent has been recorded. */
export function forgetSent(): void {
  forgetWhere((draft) => draft?.sent === true);
}

/** Whoever typed it: the pages under this path quote what was erased. */
export function forgetDraftsUnder(path: string): void {
  forgetWhere((_, key) =>
    key
      .slice(PREFIX.length)
      .replace(/^[^:]*:/, "")
      .startsWith(path),
  );
}

/** Copies of what the server has. */
export function forgetSaved(): void {
  forgetWhere((draft) => draft?.saved === true);
}

/** All that anyone typed in this browser: it was signed out of. */
export function forgetAllLocally(): void {
  forgetWhere(() => true);
}

function forgetWhere(isOver: (draft: LocalDraft | undefined, key: string) => boolean): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      if (isOver(draftIn(JSON.parse(localStorage.getItem(key) ?? "null")), key)) localStorage.removeItem(key);
    }
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause; // as above
  }
}

function draftIn(value: unknown): LocalDraft | undefined {
  if (typeof value !== "object" || value === null || !("values" in value) || !("saved" in value))
    return undefined;
  const { values, saved } = value;
  if (typeof values !== "object" || values === null) return undefined;
  const texts = Object.entries(values).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  const sent = "sent" in value && value.sent === true;
  return { values: Object.fromEntries(texts), saved: saved === true, sent };
}
