import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bizdays, days, hours, months, yearEnd } from "#app/core/notification/counting.ts";
import { countdownOf } from "#app/core/notification/obligation.ts";
import { dutiesOf, law } from "./law.ts";

const RUNS = { numRuns: 60 };
const START = Date.UTC(2024, 0, 1);
const END = Date.UTC(2032, 11, 31);

const moment = fc.integer({ min: START, max: END }).map((at) => Math.floor(at / 1000) * 1000);
const places = fc.subarray(["EU-FR", "EU-DE-BY", "US-CO", "US-OH", "CN", "BR", "JP", "SG", "KR", "MY"], {
  minLength: 1,
});
const zone = fc.constantFrom(
  "Europe/Paris",
  "America/New_York",
  "America/Sao_Paulo",
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "Pacific/Apia",
);
const RANK = { "not-required": 0, pending: 1, conditional: 2, required: 3, "on-hold": 3, late: 3, done: 3 };

function iso(at: number): string {
  return new Date(at).toISOString();
}

function localTime(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("sv", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(at);
}

const FACTS = {
  dataCategories: ["ssn", "financial"],
  riskToIndividuals: "risk",
  encryption: "none",
  smallAgent: false,
};

describe("for any incident", () => {
  test("no rule vanishes: each row's stages are answered, whatever is known", () => {
    const all = new Set(law.regimes.map(({ id }) => id));
    fc.assert(
      fc.property(places, fc.option(moment, { nil: undefined }), (jurisdictions, at) => {
        const clock = at === undefined ? {} : { awareAt: iso(at) };
        const answered = new Set(dutiesOf({ jurisdictions, ...clock }).map(({ regimeId }) => regimeId));
        expect([...all].filter((id) => !answered.has(id))).toEqual([]);
      }),
      RUNS,
    );
  });

  test("what is not required says why, what is conditional says what is missing, what has a limit says how", () => {
    fc.assert(
      fc.property(places, moment, (jurisdictions, at) => {
        for (const one of dutiesOf({ ...FACTS, jurisdictions, awareAt: iso(at) })) {
          if (one.status === "not-required") expect(one.reason).toBeDefined();
          if (one.status === "conditional" && one.stage !== "ask-counsel")
            expect(one.missing.length + one.explain.length).toBeGreaterThan(0);
          if (one.dueAt !== null) expect(one.explain.map(({ code }) => code)).toContain("counted");
          if (one.confidence === "P") expect(one.dueAt).toBeNull();
        }
      }),
      RUNS,
    );
  });

  test("more people never take a duty away", () => {
    // The yearly reports of small breaches give way to prompt ones, and are left out.
    const small = /:(hhs-annual|ftc-annual|fcc-annual)$/;
    fc.assert(
      fc.property(places, moment, fc.nat(2_000_000), fc.nat(2_000_000), (jurisdictions, at, count, more) => {
        const duties = (people: number) =>
          dutiesOf({
            ...FACTS,
            jurisdictions,
            affected: Object.fromEntries(jurisdictions.map((place) => [place, people])),
            awareAt: iso(at),
          });
        const [fewer, many] = [duties(count), duties(count + more)];
        for (const [index, one] of fewer.entries()) {
          const other = many[index];
          if (other === undefined || small.test(`${one.regimeId}:${one.stage}`)) continue;
          expect(RANK[other.status]).toBeGreaterThanOrEqual(Math.min(RANK[one.status], 3));
        }
      }),
      RUNS,
    );
  });

  test("a later clock never brings a limit forward while the same versions are in force", () => {
    fc.assert(
      fc.property(
        places,
        fc.nat(END - Date.UTC(2028, 0, 1)),
        fc.nat(40 * 86_400),
        (jurisdictions, from, seconds) => {
          const at = Date.UTC(2028, 0, 1) + Math.floor(from / 1000) * 1000;
          const limits = (start: number) =>
            dutiesOf({
              ...FACTS,
              jurisdictions,
              awareAt: iso(start),
              discoveredAt: iso(start),
              determinedAt: iso(start),
            });
          const [first, second] = [limits(at), limits(at + seconds * 1000)];
          for (const [index, one] of first.entries()) {
            const [before, after] = [countdownOf(one), countdownOf(second[index] ?? one)];
            if (before !== undefined && after !== undefined) expect(after >= before).toBe(true);
          }
        },
      ),
      RUNS,
    );
  });

  test("a limit to be safe is never later than the limit", () => {
    fc.assert(
      fc.property(places, moment, zone, (jurisdictions, at, entityTimezone) => {
        for (const { dueAt, safeAt } of dutiesOf({
          ...FACTS,
          jurisdictions,
          awareAt: iso(at),
          entityTimezone,
        }))
          if (dueAt !== null && safeAt !== undefined) expect(safeAt <= dueAt).toBe(true);
      }),
      RUNS,
    );
  });
});

describe("for any moment from 2024 to 2032 and any zone", () => {
  test("hours are real time", () => {
    fc.assert(
      fc.property(moment, fc.nat(200), (at, n) => {
        expect(hours(at, n).at - at).toBe(n * 3_600_000);
      }),
    );
  });

  test("days end at the last second of a local day, n days of the calendar later", () => {
    fc.assert(
      fc.property(moment, fc.nat(90), zone, (at, n, name) => {
        const [startDay = ""] = localTime(at, name).split(" ");
        const [endDay = "", time] = localTime(
          days(at, n, { zone: name, calendar: undefined }).at,
          name,
        ).split(" ");
        expect(time).toBe("23:59:59");
        expect(Date.parse(endDay) - Date.parse(startDay)).toBe(n * 86_400_000);
      }),
    );
  });

  test("a month ends on the same day of the next one, or on its last", () => {
    fc.assert(
      fc.property(moment, zone, (at, name) => {
        const [start = ""] = localTime(at, name).split(" ");
        const [end = ""] = localTime(months(at, 1, { zone: name, calendar: undefined }).at, name).split(" ");
        const [year = 0, month = 0, day = 0] = start.split("-").map(Number);
        const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
        expect(Number(end.slice(8))).toBe(Math.min(day, last));
        expect(Number(end.slice(5, 7))).toBe((month % 12) + 1);
      }),
    );
  });

  test("business days end on a business day, with just as many of them after the start", () => {
    const calendar = law.calendars.get("us-federal");
    fc.assert(
      fc.property(
        fc.integer({ min: START, max: Date.UTC(2032, 9, 1) }),
        fc.integer({ min: 1, max: 20 }),
        (at, n) => {
          const bench = { zone: "America/New_York", calendar };
          const [start = ""] = localTime(at, bench.zone).split(" ");
          const [end = ""] = localTime(bizdays(at, n, bench).at, bench.zone).split(" ");
          const isOpen = (day: number) => {
            const date = new Date(day);
            return (
              date.getUTCDay() % 6 !== 0 && calendar?.days[date.toISOString().slice(0, 10)] === undefined
            );
          };
          let counted = 0;
          for (let day = Date.parse(start) + 86_400_000; day <= Date.parse(end); day += 86_400_000)
            if (isOpen(day)) counted += 1;
          expect(counted).toBe(n);
          expect(isOpen(Date.parse(end))).toBe(true);
        },
      ),
    );
  });

  test("sixty days after the year end on 1 March, or on 29 February of a leap year", () => {
    for (let year = 2024; year <= 2032; year++) {
      const at = yearEnd(Date.UTC(year, 5, 1), 60, { zone: "America/New_York", calendar: undefined }).at;
      const [end] = localTime(at, "America/New_York").split(" ");
      expect(end).toBe((year + 1) % 4 === 0 ? `${year + 1}-02-29` : `${year + 1}-03-01`);
    }
  });
});

test("the change to summer time shortens no 72 hours, on any Friday night of nine years", () => {
  for (let at = Date.UTC(2024, 0, 5, 22, 10); at < END; at += 7 * 86_400_000) {
    const found = dutiesOf({ jurisdictions: ["EU-FR"], riskToIndividuals: "risk", awareAt: iso(at) }).find(
      (one) => one.stage === "sa-notification" && one.regimeId === "eu-gdpr",
    );
    expect(found?.dueAt).toBe(iso(at + 72 * 3_600_000));
  }
});
