import type messages from "#app/content/messages/en/duty.json";
import type { Text } from "#app/core/shared/text.ts";
import type { FactProblem } from "./fact-door.ts";
import type { Line } from "./line.ts";

// Lines and problems in words. The engine keeps codes and values; these sentences are made for each reader.

type Say = Text<keyof typeof messages>;

export function lineText({ code, values }: Line, text: Say): string {
  return text(`duty.${code}`, values);
}

/** What is wrong with a fact, beginning with its field. */
export function factProblemText({ field, code, values }: FactProblem, text: Say): string {
  const meant = values.meant === undefined || values.meant === "" ? "none" : values.meant;
  const places: Readonly<Record<string, string>> = { ...values, field, meant };
  return text(`duty.bad-${code}`, places);
}
