/// <reference types="vite/client" />
import { type Calendars, calendarSchema } from "#app/core/notification/calendar.ts";
import { checkRegimes } from "#app/core/notification/check-regimes.ts";
import type { KnownNames } from "#app/core/notification/fact-door.ts";
import { type Regime, regimeFileSchema } from "#app/core/notification/regime.ts";
import { type RegimeFileProblem, readRegimeFile } from "./regime-file.ts";
import { lineOf, parseYaml } from "./yaml-file.ts";

// The build carries the rows and the calendars. They are read when someone first asks: most commands never do.

const FILES: Readonly<Record<string, unknown>> = import.meta.glob("../../content/regimes/*.yaml", {
  import: "default",
  eager: true,
});
/** The files as written, for the line of a mistake. */
const TEXTS: Readonly<Record<string, () => Promise<unknown>>> = import.meta.glob(
  "../../content/regimes/*.yaml",
  { query: "?raw", import: "default" },
);
const CALENDARS: Readonly<Record<string, unknown>> = import.meta.glob("../../content/calendars/*.json", {
  import: "default",
  eager: true,
});

/** The law this build knows. */
export interface Law {
  readonly regimes: readonly Regime[];
  readonly calendars: Calendars;
  /** Names for the door of facts. */
  readonly names: KnownNames;
  /** Files that could not be used: their rows are missing above. */
  readonly problems: readonly RegimeFileProblem[];
}

let read: Promise<Law> | undefined;

export function shippedLaw(): Promise<Law> {
  read ??= readLaw(FILES, async (path) => String(await TEXTS[path]?.()));
  return read;
}

/** A file with a mistake is left out and named; the others load. */
export async function readLaw(
  files: Readonly<Record<string, unknown>>,
  textOf: (path: string) => Promise<string>,
): Promise<Law> {
  const calendars = shippedCalendars();
  const problems: RegimeFileProblem[] = [];
  const rows = new Map<string, readonly Regime[]>();
  for (const [path, value] of Object.entries(files)) {
    const parsed = regimeFileSchema.safeParse(value);
    if (parsed.success) rows.set(path, parsed.data.regimes);
    else problems.push(...readRegimeFile(nameOf(path), await textOf(path)).problems);
  }
  for (const { regime, path: at, message } of checkRegimes([...rows.values()].flat(), calendars)) {
    const [path, found] = [...rows].find(([, regimes]) => regimes.includes(regime)) ?? [];
    if (path === undefined || found === undefined) continue; // the file is out already
    const place = ["regimes", found.indexOf(regime), ...at];
    const line = lineOf(place, parseYaml(await textOf(path)));
    problems.push({ file: nameOf(path), line, message: `${place.join(".")}: ${message}` });
    rows.delete(path);
  }
  const regimes = [...rows.values()].flat();
  return { regimes, calendars, names: namesOf(regimes, calendars), problems };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function shippedCalendars(): Calendars {
  return new Map(
    Object.values(CALENDARS).map((value) => {
      const calendar = calendarSchema.parse(value);
      return [calendar.id, calendar];
    }),
  );
}

function namesOf(regimes: readonly Regime[], calendars: Calendars): KnownNames {
  return {
    regimes: new Set(regimes.map(({ id }) => id)),
    stages: new Set(
      regimes.flatMap(({ id, stages }) =>
        [...stages.map((stage) => stage.id), ...updatesOf(stages)].map((stage) => `${id}:${stage}`),
      ),
    ),
    calendars: new Set(calendars.keys()),
  };
}

/** Stages that exist only once they are sent, such as an updated report. */
function updatesOf(stages: Regime["stages"]): readonly string[] {
  return stages.flatMap(({ within }) => {
    if (within === undefined || !("rule" in within)) return [];
    const { starts } = within;
    return typeof starts === "object" && !Array.isArray(starts) && "after" in starts
      ? [starts.after].flat()
      : [];
  });
}
