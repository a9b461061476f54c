import type { Identity } from "./finding.ts";
import type { Confidence } from "./kind.ts";

/** What a routine that knows a format found, before it is weighed against other finds. */
export interface Find {
  readonly start: number;
  readonly end: number;
  /** The secret itself: it does not leave the detector. */
  readonly value: string;
  readonly confidence?: Confidence;
  readonly identity: Identity;
  /** Where the form to show is not made from the ends of the value. */
  readonly masked?: string;
}
