import type { Act, Entry, FieldsOf } from "./entry.ts";

// What a person typed or sent can be erased for good. What carries the plan (which step, which option, which time, who)
// stays: a state that could not be made again from the log would be worth less than the words it loses.

type FieldName<A extends Act> = Extract<keyof FieldsOf<A>, string>;

const WORDS: { readonly [A in Act]?: readonly FieldName<A>[] } = {
  "incident-declared": ["title"],
  "person-named": ["name"],
  "title-set": ["title"],
  "codename-set": ["codename"],
  "became-aware-set": ["source", "because"],
  "severity-set": ["because"],
  "run-rebased": ["because"],
  "run-ended": ["because"],
  "item-added": ["label"],
  "collection-closed": ["because"],
  "step-added": ["title", "why", "doneWhen"],
  "step-reassigned": ["because"],
  "step-completed": ["outcome", "fields", "breakGlass"],
  "step-skipped": ["reason"],
  "step-blocked": ["reason", "needs", "asked"],
  "step-unblocked": ["changed"],
  "step-undone": ["because"],
  "check-failed": ["because"],
  decided: ["because"],
  dissented: ["because"],
  "evidence-added": ["value", "file"],
  "evidence-hidden": ["because"],
  "note-added": ["text"],
  "pressure-logged": ["from", "words", "authority"],
  "entry-corrected": ["text", "because"],
  "person-left": ["because"],
  "handover-offered": ["brief", "ifThen"],
  "handover-accepted": ["saysBack"],
  "approval-requested": ["command"],
  approved: ["note"],
  declined: ["because"],
  "incident-linked": ["because"],
  "incident-closed": ["because"],
  "incident-reopened": ["because"],
  "incident-restricted": ["because"],
  "restriction-lifted": ["because"],
  "let-in-asked": ["because"],
  "person-invited": ["email"],
  "invitation-withdrawn": ["because"],
  "hold-set": ["because"],
  "hold-lifted": ["because"],
  "erasure-ordered": ["because"],
};

/** A place of one entry, as commands name it: `f:<field>` or `att:<index>`. */
export type Place = `f:${string}` | `att:${number}`;

const PLACE = /^(?:f:[a-z][A-Za-z0-9]{0,47}|att:(?:0|[1-9]\d?))$/;

export function isPlace(text: string): text is Place {
  return PLACE.test(text);
}

/** What of this entry is there and may be erased: files first, then fields in the order they are told. */
export function erasablePlaces(entry: Entry): readonly Place[] {
  const fields: readonly string[] = (WORDS as Readonly<Record<string, readonly string[]>>)[entry.act] ?? [];
  const gone = new Set<string>(entry.gone ?? []);
  const files = Array.from({ length: entry.att }, (_, index): Place => `att:${index}`);
  return [
    ...files.filter((place) => !gone.has(place)),
    ...fields.filter((name) => entry.f[name] !== undefined).map((name): Place => `f:${name}`),
  ];
}

/** A file's name, type and size lie in a field, to go with it. */
export function withFileNames(entry: Entry, places: readonly Place[]): readonly Place[] {
  const named = places.some((place) => place.startsWith("att:")) && entry.f.file !== undefined;
  return [...new Set<Place>([...places, ...(named ? (["f:file"] as const) : [])])].sort();
}
