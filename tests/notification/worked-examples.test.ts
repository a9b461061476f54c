import { describe, expect, test } from "vitest";
import { duty, short } from "./law.ts";

// The worked examples that the facts about the law end with, told as they are told there.

describe("GDPR", () => {
  const wednesday = {
    jurisdictions: ["EU-PL"],
    riskToIndividuals: "risk",
    awareAt: "2026-12-02T10:20:00+01:00",
  };

  test("an ordinary Wednesday in Warsaw ends on the Saturday, and a reading an hour's rest later", () => {
    const found = duty("eu-gdpr:sa-notification", wednesday);
    expect([found.status, short(found.dueAt), found.safeAt]).toEqual([
      "required",
      "2026-12-05T09:20:00Z",
      undefined,
    ]);
    expect(found.readings).toEqual([{ name: "eu-1182-next-full-hour", at: "2026-12-05T10:00:00.000Z" }]);
    expect(duty("eu-gdpr:register", wednesday).timing).toBe("record-keeping");
  });

  test("an event on the very hour moves the reading to the next one as well", () => {
    const found = duty("eu-gdpr:sa-notification", { ...wednesday, awareAt: "2026-12-02T12:00:00Z" });
    expect(found.readings?.[0]?.at).toBe("2026-12-05T13:00:00.000Z");
  });

  test("the change to summer time in Athens moves the wall's hour, not the limit", () => {
    const found = duty("eu-gdpr:sa-notification", {
      jurisdictions: ["EU-GR"],
      riskToIndividuals: "risk",
      awareAt: "2027-03-27T01:30:00+02:00",
    });
    expect(short(found.dueAt)).toBe("2027-03-29T23:30:00Z");
  });
});

test("NIS 2: the final report is due a month after the notification was sent", () => {
  const facts = {
    jurisdictions: ["EU-PT"],
    nis2: "essential",
    significantIncident: true,
    awareAt: "2026-12-10T08:00:00Z",
    submitted: { "eu-nis2:incident-notification": "2026-12-12T19:00:00Z" },
  };
  const limits = ["early-warning", "incident-notification", "final-report"].map((stage) =>
    short(duty(`eu-nis2:${stage}`, { trustServiceProvider: false, ongoingAtFinal: false, ...facts }).dueAt),
  );
  expect(limits).toEqual(["2026-12-11T08:00:00Z", "2026-12-13T08:00:00Z", "2027-01-12T23:59:59Z"]);
});

test("DORA: hours from the classification, then from what was sent; the final report rolls off a Sunday", () => {
  const facts = {
    jurisdictions: ["EU-IE"],
    doraEntity: true,
    awareAt: "2026-12-13T23:00:00Z",
    classifiedMajorAt: "2026-12-14T09:00:00Z",
    submitted: {
      "eu-dora:initial-notification": "2026-12-14T12:30:00Z",
      "eu-dora:intermediate-report": "2026-12-17T10:00:00Z",
    },
  };
  const [initial, intermediate, final] = ["initial-notification", "intermediate-report", "final-report"].map(
    (stage) => duty(`eu-dora:${stage}`, facts),
  );
  expect(short(initial?.dueAt)).toBe("2026-12-14T13:00:00Z");
  expect(short(intermediate?.dueAt)).toBe("2026-12-17T12:30:00Z");
  expect([short(final?.dueAt), short(final?.safeAt)]).toEqual([
    "2027-01-18T12:00:00Z",
    "2027-01-17T23:59:59Z",
  ]);
});

describe("SEC", () => {
  const facts = { usListed: true, materialityDeterminedAt: "2026-12-22T10:00:00-05:00" };

  test("four business days skip Christmas and end at half past five in New York", () => {
    expect(short(duty("us-sec-8k:item-1.05", facts).dueAt)).toBe("2026-12-29T22:30:00Z");
  });

  test("a day the government closes by order is an override, and moves the limit", () => {
    const closed = { ...facts, calendarOverrides: { "us-federal": { closed: ["2026-12-24"] } } };
    const found = duty("us-sec-8k:item-1.05", closed);
    expect(short(found.dueAt)).toBe("2026-12-30T22:30:00Z");
    expect(found.explain).toContainEqual({
      code: "calendar-used",
      values: { calendar: "US federal government, overridden", version: "2026-11-24" },
    });
  });
});

test("HIPAA: 650 people of Ohio bring HHS and the media, 420 the yearly report", () => {
  const facts = (people: number) => ({
    jurisdictions: ["US-OH"],
    affected: { "US-OH": people },
    hipaa: "covered-entity",
    dataCategories: ["health"],
    discoveredAt: "2026-10-15T09:00:00-04:00",
  });
  const limits = (people: number) =>
    ["individuals", "hhs-500-plus", "hhs-annual", "media"].map((stage) => {
      const { status, dueAt } = duty(`us-hipaa:${stage}`, facts(people));
      return status === "not-required" ? status : short(dueAt);
    });
  expect(limits(650)).toEqual([
    "2026-12-15T04:59:59Z",
    "2026-12-15T04:59:59Z",
    "not-required",
    "2026-12-15T04:59:59Z",
  ]);
  expect(limits(420)).toEqual([
    "2026-12-15T04:59:59Z",
    "not-required",
    "2027-03-02T04:59:59Z",
    "not-required",
  ]);
});

test("Colorado: 500 residents bring the Attorney General, 499 do not, and nobody has to know of encryption", () => {
  const facts = (people: number) => ({
    jurisdictions: ["US-CO"],
    affected: { "US-CO": people },
    dataCategories: ["ssn"],
    determinedAt: "2026-12-16T14:00:00-07:00",
  });
  expect(duty("us-co:individuals", facts(500))).toMatchObject({
    status: "required",
    dueAt: "2027-01-16T06:59:59.000Z",
  });
  expect(duty("us-co:ag", facts(500))).toMatchObject({
    status: "required",
    dueAt: "2027-01-16T06:59:59.000Z",
  });
  expect(duty("us-co:ag", facts(499)).status).toBe("not-required");
});

test("Brazil: three business days skip Christmas Day and not its eve", () => {
  const limit = (awareAt: string) =>
    short(duty("br-lgpd:anpd", { jurisdictions: ["BR"], smallAgent: false, awareAt }).dueAt);
  expect(limit("2026-12-21T18:00:00-03:00")).toBe("2026-12-25T02:59:59Z");
  expect(limit("2026-12-23T18:00:00-03:00")).toBe("2026-12-30T02:59:59Z");
});
