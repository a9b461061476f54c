// The moments that rules start from, in the order in which they usually come.

export const CLOCK_NAMES = [
  "occurredAt",
  "detectedAt",
  "noticedAt",
  "discoveredAt",
  "suspectedAt",
  "awareAt",
  "informedByProcessorAt",
  "reasonablyBelievesAt",
  "confirmedAt",
  /** That there was a breach, determined. */
  "determinedAt",
  "classifiedMajorAt",
  "materialityDeterminedAt",
  /** What was missing in the first report, determined. */
  "missingFactsDeterminedAt",
  "notificationIncidentDeterminedAt",
  "cybersecurityIncidentDeterminedAt",
  "assessedNotifiableAt",
  "ransomPaidAt",
  "correctiveMeasureAvailableAt",
  "handledAt",
] as const;
export type ClockName = (typeof CLOCK_NAMES)[number];

/** Acts and decisions of the organisation: without one its clock has not started, whatever else is known. */
export const NEVER_ASSUMED: ReadonlySet<ClockName> = new Set<ClockName>([
  "classifiedMajorAt",
  "materialityDeterminedAt",
  "missingFactsDeterminedAt",
  "assessedNotifiableAt",
  "ransomPaidAt",
  "correctiveMeasureAvailableAt",
  "handledAt",
]);
