import { type ClockName, NEVER_ASSUMED } from "./clocks.ts";
import { type Epoch, spelt } from "./epoch.ts";
import type { KnownFacts } from "./known-facts.ts";
import { type Line, line } from "./line.ts";
import type { Start } from "./regime.ts";

/** Where a count starts, or what it waits for. */
export type Started =
  | {
      readonly at: Epoch;
      readonly lines: readonly Line[];
      readonly assumed: readonly ClockName[];
    }
  | {
      readonly at: undefined;
      readonly lines: readonly Line[];
      readonly missing: readonly string[];
      /** The clock is an act or decision of the organisation, which it has not taken. */
      readonly undecided: boolean;
    };

/** `limits` are the ends of the same regime's earlier stages. */
export function startedBy(
  start: Start,
  regimeId: string,
  known: KnownFacts,
  limits: ReadonlyMap<string, Epoch>,
): Started {
  if (typeof start === "string") return clockStart([start], known);
  if (Array.isArray(start)) return clockStart(start, known);
  if ("limit" in start) return limitStart(start.limit, limits);
  return sentStart(typeof start.after === "string" ? [start.after] : start.after, regimeId, known);
}

/** The earliest of the clocks that were recorded, else the incident's earliest. */
function clockStart(names: readonly ClockName[], { clocks, earliest, now }: KnownFacts): Started {
  const recorded = names.flatMap((name) => {
    const at = clocks.get(name);
    return at === undefined ? [] : [{ name, at }];
  });
  if (recorded.length > 0) {
    const first = recorded.reduce((one, other) => (one.at <= other.at ? one : other));
    const isAhead = now !== undefined && now < first.at;
    const ahead = isAhead ? [line("clock-ahead", said(first))] : [];
    return { at: first.at, lines: [line("clock-started", said(first)), ...ahead], assumed: [] };
  }
  const wanted = names.find((name) => !NEVER_ASSUMED.has(name));
  if (wanted === undefined) {
    const fact = names.join(", ");
    return { at: undefined, lines: [line("clock-not-started", { fact })], missing: names, undecided: true };
  }
  if (earliest === undefined)
    return {
      at: undefined,
      lines: [line("clock-unknown", { fact: wanted })],
      missing: [wanted],
      undecided: false,
    };
  const lines = [line("clock-assumed", { ...said(earliest), fact: wanted, from: earliest.name })];
  return { at: earliest.at, lines, assumed: [wanted] };
}

function limitStart(stage: string, limits: ReadonlyMap<string, Epoch>): Started {
  const at = limits.get(stage);
  return at === undefined
    ? { at: undefined, lines: [line("starts-with-limit", { stage })], missing: [], undecided: false }
    : { at, lines: [line("starts-with-limit", { stage })], assumed: [] };
}

function sentStart(stages: readonly string[], regimeId: string, { submitted }: KnownFacts): Started {
  const sent = stages.flatMap((stage) => {
    const at = submitted.get(`${regimeId}:${stage}`);
    return at === undefined ? [] : [{ stage, at }];
  });
  const [first, ...more] = sent;
  if (first === undefined) {
    const stage = stages[0] ?? "";
    const missing = [`submitted.${regimeId}:${stage}`];
    return { at: undefined, lines: [line("starts-when-sent", { stage })], missing, undecided: false };
  }
  const last = more.reduce((one, other) => (one.at <= other.at ? other : one), first);
  return {
    at: last.at,
    lines: [line("started-when-sent", { stage: last.stage, at: spelt(last.at) })],
    assumed: [],
  };
}

function said({ name, at }: { readonly name: ClockName; readonly at: Epoch }) {
  return { fact: name, at: spelt(at) };
}
