import { type Anchor, anchorSearch } from "./anchors.ts";
import type { Candidate } from "./candidate.ts";
import type { Find } from "./find.ts";
import type { Kind } from "./kind.ts";
import { PemReader } from "./pem.ts";
import { findPrivateKey, findServiceAccount } from "./pem-find.ts";
import { SasReader } from "./sas.ts";
import { beginsWord, isWord, joined, type Span } from "./surroundings.ts";
import { findUserinfo } from "./userinfo.ts";

/** What was found of a kind, before any check. */
export interface Raw {
  readonly kind: Kind;
  readonly find: Find;
}

type Weigh = (raw: Raw) => Candidate | undefined;

/** What the routines have to remember of one text. */
interface Readers {
  readonly pem: PemReader;
  readonly sas: SasReader;
}

type AtPlace = (text: string, at: number, readers: Readers) => Find | undefined;
type InSpan = (text: string, from: number, to: number) => readonly Find[];

interface NearRule {
  readonly kind: Kind;
  readonly within: number;
  readonly kinds: readonly string[];
  readonly inSpan: InSpan;
}

const LONGEST_EDGE = 100;

type Rule = { readonly kind: Kind; readonly atPlace: AtPlace } | { readonly near: NearRule };

/**
 * One pass over the text for all anchors; a pattern is tried at its anchor alone, or once over the joined
 * neighbourhoods of its words. No pattern has a repetition without a bound.
 */
export function searchOf(kinds: readonly Kind[]): (text: string, weigh: Weigh) => readonly Candidate[] {
  const nearRules: NearRule[] = [];
  const anchors: Anchor<Rule>[] = [];
  for (const kind of kinds) {
    const { find } = kind;
    if ("within" in find) {
      const near = { kind, within: find.within, kinds: find.kinds, inSpan: seeking(find.pattern) };
      nearRules.push(near);
      anchors.push(...find.words.map((literal) => ({ literal, fold: true, of: { near } })));
    } else {
      const atPlace = "routine" in find ? ROUTINES[find.routine] : standing(find);
      anchors.push(...find.anchors.map((literal) => ({ literal, fold: find.fold, of: { kind, atPlace } })));
    }
  }
  const search = anchorSearch(anchors);

  return (text, weigh) => {
    const readers = { pem: new PemReader(text), sas: new SasReader(text) };
    const candidates: Candidate[] = [];
    const words = new Map<NearRule, Span[]>(nearRules.map((rule) => [rule, []]));
    const ends = new Map<Kind, number>();
    search(text, (at, rule) => {
      if ("near" in rule) {
        extend(words.get(rule.near), at, rule.near.within);
        return;
      }
      if (at < (ends.get(rule.kind) ?? 0)) return;
      const find = rule.atPlace(text, at, readers);
      if (find === undefined) return;
      ends.set(rule.kind, find.end);
      const candidate = weigh({ kind: rule.kind, find });
      if (candidate !== undefined) candidates.push(candidate);
    });
    const anchored = [...candidates];
    for (const rule of nearRules) {
      const beside = anchored
        .filter(({ kind }) => rule.kinds.includes(kind.kind))
        .map(({ start, end }) => ({ from: start - rule.within, to: end + rule.within }));
      for (const { from, to } of joined([...(words.get(rule) ?? []), ...beside])) {
        for (const find of rule.inSpan(text, from, to)) {
          const candidate = weigh({ kind: rule.kind, find });
          if (candidate !== undefined) candidates.push(candidate);
        }
      }
    }
    return candidates;
  };
}

/** Hits come in ascending order: the neighbourhood of one runs into the last one's, or begins a new span. */
function extend(spans: Span[] | undefined, at: number, within: number): void {
  const last = spans?.at(-1);
  if (spans === undefined) return;
  if (last === undefined || at - within > last.to) spans.push({ from: at - within, to: at + within });
  else spans[spans.length - 1] = { from: last.from, to: at + within };
}

const ROUTINES = {
  pem: (text, at, { pem }) => findPrivateKey(text, pem.blockAt(at)),
  "service-account": (text, at, { pem }) => findServiceAccount(text, pem.blockAt(at)),
  sas: (_, at, { sas }) => sas.signatureAt(at),
  userinfo: findUserinfo,
} as const satisfies Record<string, AtPlace>;

/** A pattern tried where its anchor stands. */
function standing(find: {
  readonly pattern: string;
  readonly fold: boolean;
  readonly back: number;
  readonly before: "word" | "any";
}): AtPlace {
  const pattern = new RegExp(find.pattern, find.fold ? "dyi" : "dy");
  return (text, at) => {
    const from = at - find.back;
    if (from < 0 || (find.before === "word" && !beginsWord(text, from))) return undefined;
    pattern.lastIndex = from;
    return findIn(pattern.exec(text), 0);
  };
}

/** A pattern sought in a span, which is cut at neither end of a long word. */
function seeking(source: string): InSpan {
  const pattern = new RegExp(source, "dg");
  return (text, from, to) => {
    const begin = edgeOf(text, from, -1);
    const part = text.slice(begin, edgeOf(text, to, 1));
    const finds: Find[] = [];
    for (const match of part.matchAll(pattern)) {
      const find = findIn(match, begin);
      if (find !== undefined) finds.push(find);
    }
    return finds;
  };
}

/** Where a word that lies across an end of a span ends itself, if it is not too long. */
function edgeOf(text: string, at: number, step: -1 | 1): number {
  const from = Math.min(text.length, Math.max(0, at));
  for (let edge = from; Math.abs(edge - from) < LONGEST_EDGE; edge += step) {
    if (!isWord(text.charCodeAt(step < 0 ? edge - 1 : edge))) return edge;
  }
  return from;
}

function findIn(match: RegExpExecArray | null, offset: number): Find | undefined {
  const span = match?.indices?.groups?.secret ?? match?.indices?.[0];
  if (match === null || span === undefined) return undefined;
  const [start, end] = span;
  return {
    start: offset + start,
    end: offset + end,
    value: match.groups?.secret ?? match[0],
    identity: {},
  };
}
