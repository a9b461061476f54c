import type { Calendars } from "./calendar.ts";
import type { Regime, Rule, Stage, Start, Within } from "./regime.ts";

/** One thing to mend in a row, with the way to it inside the row. */
export interface RowProblem {
  readonly regime: Regime;
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What a schema cannot see: names of stages and calendars that lead nowhere, versions that speak at once. */
export function checkRegimes(regimes: readonly Regime[], calendars: Calendars): readonly RowProblem[] {
  const stages = new Set(regimes.flatMap(({ id, stages }) => stages.map((stage) => `${id}:${stage.id}`)));
  return regimes.flatMap((regime) => [
    ...checkVersions(regime, regimes),
    ...calendarProblem(regime, ["calendar"], regime.calendar, calendars),
    ...regime.stages.flatMap((stage, index) => {
      const at = ["stages", index];
      return [
        ...twice(regime, stage, index),
        ...linkProblem(regime, stage, at, stages),
        ...rulesOf(stage).flatMap(({ rule, path }) => [
          ...startProblem(regime, rule.starts, [...at, ...path]),
          ...calendarProblem(
            regime,
            [...at, ...path],
            rule.rule === "bizdays" ? rule.calendar : undefined,
            calendars,
          ),
        ]),
        ...startProblem(regime, stage.starts, [...at, "starts"]),
        ...chooseProblem(regime, stage.within, at),
      ];
    }),
  ]);
}

function checkVersions(regime: Regime, regimes: readonly Regime[]): readonly RowProblem[] {
  const same = regimes.filter((other) => other !== regime && other.id === regime.id);
  const clash = same.some((other) => overlaps(regime, other));
  return clash
    ? [{ regime, path: ["id"], message: `another row ${regime.id} is in force on the same days` }]
    : [];
}

function overlaps(one: Regime, other: Regime): boolean {
  const startsBefore = (a: Regime, b: Regime) => a.from === undefined || b.to === undefined || a.from <= b.to;
  return startsBefore(one, other) && startsBefore(other, one);
}

function twice(regime: Regime, stage: Stage, index: number): readonly RowProblem[] {
  const first = regime.stages.findIndex(({ id }) => id === stage.id);
  return first === index
    ? []
    : [{ regime, path: ["stages", index, "id"], message: `the stage ${stage.id} is there twice` }];
}

function linkProblem(
  regime: Regime,
  stage: Stage,
  at: readonly (string | number)[],
  stages: ReadonlySet<string>,
): readonly RowProblem[] {
  const key = /^(?:before|not-later-than):(.+)$/.exec(stage.timing ?? "")?.[1];
  if (key === undefined || stages.has(key)) return [];
  return [{ regime, path: [...at, "timing"], message: `there is no stage ${key}` }];
}

/** An update of a stage, such as intermediate-update, is a stage only where it is sent. */
function startProblem(
  regime: Regime,
  start: Start | undefined,
  path: readonly (string | number)[],
): readonly RowProblem[] {
  if (start === undefined || typeof start === "string" || Array.isArray(start)) return [];
  const [name] = "limit" in start ? [start.limit] : [start.after].flat();
  if (name === undefined || regime.stages.some(({ id }) => id === name)) return [];
  return [{ regime, path, message: `there is no stage ${name} in ${regime.id}` }];
}

function calendarProblem(
  regime: Regime,
  path: readonly (string | number)[],
  id: string | undefined,
  calendars: Calendars,
): readonly RowProblem[] {
  if (id === undefined || calendars.has(id)) return [];
  return [{ regime, path, message: `there is no calendar ${id}` }];
}

/** The last choice has no condition, so that one always remains. */
function chooseProblem(
  regime: Regime,
  within: Within | undefined,
  at: readonly (string | number)[],
): readonly RowProblem[] {
  if (within === undefined || !("choose" in within) || within.choose.at(-1)?.when === undefined) return [];
  return [
    { regime, path: [...at, "within", "choose"], message: "the last rule to choose has a condition as well" },
  ];
}

function rulesOf(
  stage: Stage,
): readonly { readonly rule: Rule; readonly path: readonly (string | number)[] }[] {
  const { within, safe, readings, decide } = stage;
  const listed = (rules: readonly Rule[], name: string) =>
    rules.map((rule, index) => ({ rule, path: ["within", name, index] }));
  const main =
    within === undefined
      ? []
      : "choose" in within
        ? listed(within.choose, "choose")
        : "min" in within
          ? listed(within.min, "min")
          : [{ rule: within, path: ["within"] }];
  return [
    ...main,
    ...(safe === undefined ? [] : [{ rule: safe, path: ["safe"] }]),
    ...(decide === undefined || "timing" in decide ? [] : [{ rule: decide, path: ["decide"] }]),
    ...(readings ?? []).map(({ within: rule }, index) => ({ rule, path: ["readings", index, "within"] })),
  ];
}
