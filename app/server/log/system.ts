import type { By } from "#app/core/incident/entry.ts";

/** The program itself, where no one asked for what it records. */
export const SYSTEM: By = { auth: "none", k: "system", u: "system" };
