import type { AnyText } from "#app/content/messages/keys.ts";
import { type Entry, fieldsOf } from "#app/core/incident/entry.ts";
import { erasablePlaces } from "#app/core/incident/erasable.ts";
import type { Incident } from "#app/core/incident/incident.ts";
import { isCorrectable, isDecision } from "#app/core/incident/rules-fact.ts";
import { type Scar, scarsOf } from "#app/core/incident/scar.ts";
import { nameOf } from "#app/core/incident/summary.ts";
import { wordsOf } from "#app/core/incident/words.ts";
import { isUserId } from "#app/core/shared/ids.ts";
import { firstName } from "../steps/step-view.server.ts";

/** An entry as a line of the log, in words. */
export interface EntryView {
  readonly seq: number;
  readonly at: string;
  readonly who: string;
  readonly summary: string;
  /** What a person typed, as typed. */
  readonly quoted?: string;
  /** Why, for a correction. */
  readonly because?: string;
  /** The entry it is about. */
  readonly about?: number;
  /** The entry that corrects this one. */
  readonly correctedBy?: number;
  readonly kind: EntryKind;
  /** A statement: a new entry can say what is right. An act is undone instead. */
  readonly correctable: boolean;
  /** Someone chose for all: whoever disagrees may say so. */
  readonly decision: boolean;
  /** What was erased of it, by whom and why. */
  readonly scars: readonly Scar[];
  /** Something of it could be erased for good. */
  readonly erasable: boolean;
  /** The file it carries can be fetched. */
  readonly file?: string;
  /** Its number in the earlier log that it was carried over from. */
  readonly carried?: number;
}

export const ENTRY_KINDS = [
  "decision",
  "proof",
  "note",
  "correction",
  "plan",
  "step",
  "people",
  "fact",
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Of the `withheld` ones only that they are there. */
export function entryViews(
  entries: readonly Entry[],
  incident: Incident,
  correctedBy: ReadonlyMap<number, number>,
  withheld: ReadonlySet<number>,
  text: AnyText,
): EntryView[] {
  return entries.map((entry) => {
    const corrected = correctedBy.get(entry.seq);
    return withheld.has(entry.seq)
      ? withheldView(entry, incident, corrected, text)
      : entryView(entry, incident, corrected, text);
  });
}

/** That it was recorded, by whom and when; nothing of what it says. */
function withheldView(
  entry: Entry,
  incident: Incident,
  correctedBy: number | undefined,
  text: AnyText,
): EntryView {
  const about = entry.ref[0];
  return {
    seq: entry.seq,
    at: entry.at,
    who: whoOf(entry, incident, text),
    summary: text("log.withheld"),
    ...(about === undefined ? {} : { about }),
    ...(correctedBy === undefined ? {} : { correctedBy }),
    kind: kindOf(entry.act),
    correctable: false,
    decision: isDecision(entry.act),
    ...carriedIn(entry),
    scars: scarsOf(incident, entry.seq, text),
    erasable: false,
  };
}

function entryView(
  entry: Entry,
  incident: Incident,
  correctedBy: number | undefined,
  text: AnyText,
): EntryView {
  const { summary, quoted, about } = wordsOf(entry, incident, text);
  const because = entry.act === "entry-corrected" ? fieldsOf("entry-corrected", entry).because : undefined;
  const file =
    entry.act === "evidence-added" && !isGone(entry)
      ? fieldsOf("evidence-added", entry).file?.name
      : undefined;
  return {
    seq: entry.seq,
    at: entry.at,
    who: whoOf(entry, incident, text),
    summary,
    ...(because === undefined ? {} : { because }),
    ...(quoted === undefined ? {} : { quoted }),
    ...(about === undefined ? {} : { about }),
    ...(correctedBy === undefined ? {} : { correctedBy }),
    kind: kindOf(entry.act),
    correctable: isCorrectable(entry.act),
    decision: isDecision(entry.act),
    scars: scarsOf(incident, entry.seq, text),
    erasable: erasablePlaces(entry).length > 0,
    ...(file === undefined ? {} : { file }),
    ...carriedIn(entry),
  };
}

function carriedIn({ carried }: Entry): Pick<EntryView, "carried"> {
  return carried === undefined ? {} : { carried: carried.seq };
}

/** The file itself was erased; its name may still stand. */
function isGone(entry: Entry): boolean {
  return entry.gone?.includes("att:0") ?? false;
}

function whoOf(entry: Entry, incident: Incident, text: AnyText): string {
  if (entry.by.k === "system") return text("log.system");
  return isUserId(entry.by.u) ? firstName(nameOf(incident, entry.by.u)) : entry.by.u;
}

function kindOf(act: string): EntryKind {
  switch (act) {
    case "decided":
    case "dissented":
    case "approval-requested":
    case "approved":
    case "declined":
      return "decision";
    case "evidence-added":
    case "evidence-hidden":
    case "hold-set":
    case "hold-lifted":
    case "erasure-ordered":
    case "payload-erased":
      return "proof";
    case "note-added":
    case "pressure-logged":
      return "note";
    case "entry-corrected":
      return "correction";
    case "playbook-started":
    case "run-rebased":
    case "run-ended":
    case "item-added":
    case "collection-closed":
    case "step-added":
      return "plan";
    case "person-named":
    case "person-joined":
    case "roles-set":
    case "handover-offered":
    case "handover-accepted":
      return "people";
    default:
      return act.startsWith("step-") || act === "check-failed" ? "step" : "fact";
  }
}
