import { CLOCK_NAMES } from "#app/core/notification/clocks.ts";
import { readFacts } from "#app/core/notification/fact-door.ts";
import type { Facts } from "#app/core/notification/facts.ts";
import { obligations } from "#app/core/notification/obligations.ts";
import { shippedLaw } from "#app/server/content/regimes.server.ts";

// How fast duties are worked out: every rule for one incident with every fact, and the demo's facts many times over.

export interface DeadlinesBench {
  readonly regimes: number;
  /** Duties that one incident with every fact brings. */
  readonly obligations: number;
  /** One incident with every fact, the median of a hundred runs. */
  readonly milliseconds: number;
  readonly incidents: number;
  readonly secondsForAll: number;
  /** Processor time of the same: what counts on a machine that is busy with other things. */
  readonly cpuSecondsForAll: number;
}

export async function benchDeadlines(incidents: number): Promise<DeadlinesBench> {
  const { regimes, calendars, names } = await shippedLaw();
  const every = known(everyFact([...new Set(regimes.map(({ place }) => place))]), names);
  const runs = Array.from({ length: 100 }, () => timed(() => obligations(every, regimes, calendars)));
  const demo = Array.from({ length: incidents }, (_, index) => known(demoFacts(index), names));
  const before = process.cpuUsage();
  const all = timed(() => {
    for (const facts of demo) obligations(facts, regimes, calendars);
  });
  const cpu = process.cpuUsage(before);
  return {
    regimes: regimes.length,
    obligations: obligations(every, regimes, calendars).length,
    milliseconds: runs.sort((one, other) => one - other)[runs.length / 2] ?? 0,
    incidents,
    secondsForAll: all / 1000,
    cpuSecondsForAll: (cpu.user + cpu.system) / 1e6,
  };
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function known(facts: object, names: Parameters<typeof readFacts>[1]): Facts {
  const read = readFacts(facts, names);
  if (!read.ok) throw new Error(`the bench's own facts are refused: ${JSON.stringify(read.error)}`);
  return read.value;
}

function everyFact(places: readonly string[]): object {
  const jurisdictions = places.filter((code) => code !== "any" && code !== "EU" && code !== "US");
  return {
    jurisdictions: [...jurisdictions, "EU-DE-BY", "EU-FR", "EU-PL"],
    affected: Object.fromEntries(jurisdictions.map((code) => [code, 2_000_000])),
    role: "controller",
    sector: "finance",
    dataCategories: ["ssn", "financial-account", "payment-card", "health", "credentials"],
    riskToIndividuals: "high",
    encryption: "none",
    significantIncident: true,
    nis2: "essential",
    trustServiceProvider: "qualified",
    doraEntity: "insurance",
    craEvent: "both",
    usListed: true,
    hipaa: "covered-entity",
    ftcHbnr: "vendor",
    glba: true,
    regSP: "institution",
    bankingOrganization: "bank",
    nydfs: true,
    cnOperator: "other",
    hkCiOperator: true,
    hkSerious: true,
    soci: "significant",
    cl21663: "oiv",
    entityTimezone: "America/Los_Angeles",
    ...Object.fromEntries(CLOCK_NAMES.map((name) => [name, "2026-12-04T23:10:00+01:00"])),
    now: "2026-12-05T08:00:00Z",
  };
}

/** The leaked key's facts, aware a minute later each time. */
function demoFacts(index: number): object {
  const awareAt = new Date(Date.UTC(2026, 10, 20, 22, 10 + index)).toISOString();
  return {
    jurisdictions: ["EU-FR", "EU-PL", "CN"],
    affected: { "EU-FR": 12_000, "EU-PL": 900, CN: null },
    dataCategories: ["contact", "credentials"],
    riskToIndividuals: "risk",
    encryption: "none",
    awareAt,
  };
}
