import { Temporal } from "temporal-polyfill";
import { instantFromEpoch } from "#app/core/shared/instant.ts";

// A form is flat text; a command has shape. One convention turns the first into the second, for every kind:
//   name            text; an empty one is "not given"
//   name.zone       the time zone of `name`, which is then a local date and time
//   name[]          one of several
//   name.lines      several, one on each line
//   fields.<key>    one member of a record
//   slots.<place>   one of several, each under a name of its own
//   evidence.<key>  one piece of stated evidence

/** What a form carries for itself. */
const OWN = new Set([
  "form",
  "request",
  "seen",
  "next",
  "ask",
  "discard",
  "by",
  "conflict",
  "device",
  "page",
  "password",
]);
const NUMBERS = new Set(["seq", "approvalId", "targetMinutes"]);

export function commandFrom(form: FormData): Record<string, unknown> {
  const command: Record<string, unknown> = {};
  const fields: Record<string, string> = {};
  const evidence: { key: string; value: string }[] = [];
  const several = new Map<string, string[]>();
  for (const [name, value] of form) {
    if (typeof value !== "string" || OWN.has(name.split(".")[0] ?? "") || name.endsWith(".zone")) continue;
    if (name.endsWith("[]")) {
      const list = several.get(name.slice(0, -2)) ?? [];
      several.set(name.slice(0, -2), value === "" ? list : [...list, value]);
      continue;
    }
    if (value.trim() === "") continue;
    if (name.endsWith(".lines")) {
      several.set(name.slice(0, -".lines".length), linesOf(value));
      continue;
    }
    if (name.startsWith("fields.")) fields[name.slice("fields.".length)] = value;
    else if (name.startsWith("slots."))
      several.set("slots", [...(several.get("slots") ?? []), name.slice("slots.".length)]);
    else if (name.startsWith("evidence.")) evidence.push({ key: name.slice("evidence.".length), value });
    else command[name] = shaped(form, name, value);
  }
  if (Object.keys(fields).length > 0) command.fields = fields;
  if (evidence.length > 0) command.evidence = evidence;
  return { ...command, ...Object.fromEntries(several) };
}

function linesOf(value: string): string[] {
  return value
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function shaped(form: FormData, name: string, value: string): unknown {
  if (NUMBERS.has(name)) return /^\d{1,15}$/.test(value) ? Number(value) : value;
  const zone = form.get(`${name}.zone`);
  return typeof zone === "string" ? (instantIn(value, zone) ?? value) : value;
}

/** `2026-11-24T14:07` in a zone, as an instant. A time that the clock skipped or had twice is the earlier one. */
export function instantIn(local: string, zone: string): string | undefined {
  try {
    const moment = Temporal.PlainDateTime.from(local).toZonedDateTime(zone, { disambiguation: "earlier" });
    return instantFromEpoch(moment.epochMilliseconds);
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}
