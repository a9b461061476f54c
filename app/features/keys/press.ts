import { isSeen } from "./rows.ts";

// What a key does is found on the page: the control that bears it. Pressing a key is pressing
// what one sees, so a page without the control has no such act.

const TYPED_IN = "input, textarea, select, [contenteditable]";

/** Keys go to the page only when nothing is typed, composed or asked in a layer over it. */
export function isForThePage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.key === "Process") return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
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
