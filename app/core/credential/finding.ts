import type { Confidence } from "./kind.ts";

/** What a credential tells of itself without asking anyone: account, project, host, expiry and the like. */
export type Identity = Readonly<Record<string, string>>;

/** A place in a text that holds a credential or a part of one. The secret itself is not in it. */
export interface Finding {
  /** UTF-16 units. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly kind: string;
  readonly provider: string;
  readonly confidence: Confidence;
  /** What may be shown in its place. */
  readonly masked: string;
  /** Drawn by a machine, or chosen by a person: of the latter there is no fingerprint. */
  readonly nature: "random" | "chosen";
  readonly identity: Identity;
  /** Indexes of the other findings that are parts of the same credential. */
  readonly with: readonly number[];
}
