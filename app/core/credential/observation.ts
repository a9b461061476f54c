import type { Instant } from "#app/core/shared/instant.ts";
import type { Answer } from "./answers.ts";
import type { Counterpart } from "./counterparts.ts";

/** Something that was seen of one credential. `at` is when it happened, not when it was told. */
export type Observation =
  /** The leaked credential itself was tried. */
  | {
      readonly seen: "probe";
      readonly at: Instant;
      readonly from: Counterpart;
      readonly answer: Answer;
      /** The counterpart's clock less ours, in seconds; null where it was not read. */
      readonly skewSeconds: number | null;
    }
  /** Another credential, known to be good, was tried at the same counterpart from the same place. */
  | { readonly seen: "control"; readonly at: Instant; readonly from: Counterpart; readonly answer: Answer }
  /** The provider's own log shows that someone used it. */
  | { readonly seen: "use"; readonly at: Instant }
  /** What the provider says of its state, asked by id. */
  | {
      readonly seen: "state";
      readonly at: Instant;
      readonly state: "active" | "inactive" | "gone" | "restricted";
    }
  /** What is known of the sessions it opened: `until` is when the last of those that survive expires, if known. */
  | { readonly seen: "sessions"; readonly at: Instant; readonly state: "none" | "ended" }
  | {
      readonly seen: "sessions";
      readonly at: Instant;
      readonly state: "surviving";
      readonly until: Instant | null;
    };

export type Probe = Extract<Observation, { seen: "probe" }>;
