// Rows are elements with `data-row`; a list of them is an element with `data-rows`. With keys on, a list is one stop
// for Tab: its current row, and that row's links after it. `j`, `k` and the arrows move the focus, and with it the
// current row. What is filled in or pressed stays within reach of Tab in every row, so that no form is passed over.

const ROW = "[data-row]";
const LIST = "[data-rows]";
const ITEM = "li, article";

/** How far a key moves: 1 to the next row, -1 to the one before; none for any other key. Arrows act on a row alone. */
export function rowStep(event: KeyboardEvent): 1 | -1 | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return undefined;
  if (event.key === "j") return 1;
  if (event.key === "k") return -1;
  if (document.activeElement?.matches(ROW) !== true) return undefined;
  if (event.key === "ArrowDown") return 1;
  return event.key === "ArrowUp" ? -1 : undefined;
}

/** Moves the real focus along the rows of the page, in order, from one list into the next. */
export function moveAlongRows(step: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>(ROW)].filter(isSeen);
  const active = document.activeElement;
  const at = rows.findIndex((row) => row === active || itemOf(row).contains(active));
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

export function isSeen(element: HTMLElement): boolean {
  return element.checkVisibility?.({ visibilityProperty: true }) ?? element.offsetParent !== null;
}

/** Makes each list one stop for Tab, also as rows come and go; answers what gives every row its own stop back. */
export function oneStopPerList(): () => void {
  const current = new WeakMap<Element, Element>();
  const arrange = (list: Element) => {
    const rows = [...list.querySelectorAll<HTMLElement>(ROW)];
    const kept = rows.find((row) => row === current.get(list)) ?? rows[0];
    for (const row of rows) {
      const index = row === kept ? 0 : -1;
      for (const stop of stopsOf(row)) if (stop.tabIndex !== index) stop.tabIndex = index;
    }
  };
  const arrangeAll = () => {
    for (const list of document.querySelectorAll(LIST)) arrange(list);
  };
  const follow = (event: FocusEvent) => {
    const target = event.target instanceof Element ? event.target : undefined;
    const list = target?.closest(LIST);
    if (target === undefined || list === null || list === undefined) return;
    const row = target.closest(ROW) ?? target.closest(ITEM)?.querySelector(ROW);
    if (row === null || row === undefined) return;
    current.set(list, row);
    arrange(list);
  };
  const changes = new MutationObserver(arrangeAll);
  arrangeAll();
  changes.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("focusin", follow);
  return () => {
    changes.disconnect();
    document.removeEventListener("focusin", follow);
    for (const row of document.querySelectorAll<HTMLElement>(`${LIST} ${ROW}`))
      for (const stop of stopsOf(row)) stop.tabIndex = stop.matches("a[href]") ? 0 : -1;
  };
}

function itemOf(row: HTMLElement): HTMLElement {
  return row.closest<HTMLElement>(ITEM) ?? row;
}

/** The row and the links that go with it. */
function stopsOf(row: HTMLElement): readonly HTMLElement[] {
  return [row, ...[...itemOf(row).querySelectorAll<HTMLElement>("a[href]")].filter((link) => link !== row)];
}
