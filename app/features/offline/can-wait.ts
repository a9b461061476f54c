// What may be done without a connection: acts that cost one key and change nothing outside (friction F0), without a
// file. Everything else needs the server's answer before it is true.

export const LATER_KINDS = ["claim-step", "complete-step", "add-note"] as const;

export function canWait(kind: string): boolean {
  return LATER_KINDS.some((known) => known === kind);
}

/** The same for a form that is about to be sent: one that asks someone for an approval can't wait. */
export function formCanWait(form: FormData): boolean {
  const kind = form.get("kind");
  const files = [...form.values()].some((value) => typeof value !== "string");
  return typeof kind === "string" && canWait(kind) && !form.has("ask") && !form.has("breakGlass") && !files;
}
