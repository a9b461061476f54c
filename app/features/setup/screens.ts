/** The set-up, in its order. */
export const SCREENS = ["organisation", "person", "key", "checkpoint"] as const;
export type Screen = (typeof SCREENS)[number];
