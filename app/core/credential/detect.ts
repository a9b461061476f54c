import kinds from "virtual:credential-kinds";
import { detectorOf } from "./detector.ts";
import type { Finding } from "./finding.ts";

const shipped = detectorOf(kinds);

/** Finds credentials of the kinds this build knows, in the order of the text and without overlaps. Time is linear. */
export function detect(text: string): readonly Finding[] {
  return shipped(text);
}

/** The shipped kind of this id: its names in each language and its rules. */
export function kindOf(id: string) {
  return kinds.find(({ kind }) => kind === id);
}
