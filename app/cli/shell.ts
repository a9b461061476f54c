import type { By } from "#app/core/incident/entry.ts";

/** Whoever has a shell on the machine: the logs say no more of them than that. */
export const SHELL: By = { auth: "shell", k: "system", u: "system" };
