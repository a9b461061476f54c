// What a key does is found on the page: the control that bears it, or the next row. Pressing a key is pressing
// what one sees, so a page without the control has no such act.

const TYPED_IN = "input, textarea, select, [contenteditable]";

/** Keys go to the page only when nothing is typed, composed or asked in a layer over it. */
export function isForThePage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.key === "Process") return false;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return false;
  if (document.querySelector("dialog[open]") !== null) return false;
  return !(event.target instanceof Element && event.target.closest(TYPED_IN) !== null);
}

export function controlFor(key: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)].find(isSeen);
}

/** A field takes the focus; a button or a link is pressed. */
export function press(control: HTMLElement): void {
  control.scrollIntoView({ block: "nearest" });
  if (control.matches(TYPED_IN)) control.focus();
  else if (control.parentElement instanceof HTMLDetailsElement && control.parentElement.open)
    control.parentElement.querySelector<HTMLElement>(TYPED_IN)?.focus();
  else if (control instanceof HTMLFieldSetElement) control.querySelector("input")?.focus();
  else control.click();
}

/** The rows of the page, in order: real focus moves along them. */
export function moveAlongRows(step: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")].filter(isSeen);
  const active = document.activeElement;
  const at = rows.findIndex((row) => row === active || row.contains(active));
  const next = at === -1 ? (step === 1 ? rows[0] : undefined) : rows[at + step];
  if (next === undefined) return rows.length > 0;
  next.focus();
  return true;
}

/** The step whose row has the focus, by its address. */
export function focusedStep(): string | undefined {
  const row = document.activeElement?.closest<HTMLAnchorElement>("a.step-row[data-row]");
  return row?.getAttribute("href") ?? undefined;
}

function isSeen(element: HTMLElement): boolean {
  return element.checkVisibility?.({ visibilityProperty: true }) ?? element.offsetParent !== null;
}
