import { describe, expect, test } from "vitest";
import { dutiesOf, duty, short } from "./law.ts";

const FRIDAY_NIGHT = "2026-12-04T23:10:00+01:00";
const PARIS = { jurisdictions: ["EU-FR"], riskToIndividuals: "risk", role: "controller" };

describe("what is not known", () => {
  test("an unknown head count meets every threshold, and is named", () => {
    const found = duty("us-co:ag", {
      jurisdictions: ["US-CO"],
      affected: { "US-CO": null },
      dataCategories: ["ssn"],
      determinedAt: "2026-12-16T14:00:00-07:00",
    });
    expect(found).toMatchObject({
      status: "conditional",
      dueAt: "2027-01-16T06:59:59.000Z",
      missing: ["affected.US-CO"],
    });
  });

  test("unknown encryption is no encryption, and is said", () => {
    const found = duty("us-co:individuals", {
      jurisdictions: ["US-CO"],
      dataCategories: ["ssn"],
      encryption: "unknown",
      determinedAt: "2026-12-16T14:00:00-07:00",
    });
    expect(found.status).toBe("required");
    expect(found.explain).toContainEqual({ code: "worst-case", values: { fact: "encryption" } });
  });

  test("a clock nobody recorded is the earliest one that somebody did", () => {
    const found = duty("eu-gdpr:sa-notification", { ...PARIS, detectedAt: FRIDAY_NIGHT });
    expect(found).toMatchObject({
      status: "required",
      dueAt: "2026-12-07T22:10:00.000Z",
      assumed: ["awareAt"],
    });
  });

  test("without any clock a duty stands and waits for one", () => {
    expect(duty("eu-gdpr:sa-notification", PARIS)).toMatchObject({
      status: "conditional",
      dueAt: null,
      missing: ["awareAt"],
    });
  });

  test("a decision is never assumed: the clock waits, and its own limit is counted down to", () => {
    const found = duty("eu-dora:initial-notification", {
      jurisdictions: ["EU-FR"],
      doraEntity: "insurance",
      awareAt: FRIDAY_NIGHT,
    });
    expect(found).toMatchObject({
      status: "conditional",
      dueAt: null,
      safeAt: "2026-12-05T22:10:00.000Z",
      missing: ["classifiedMajorAt"],
    });
  });

  test("no ransom, no clock: what was not paid is not assumed to be", () => {
    expect(
      duty("au-ransom:payment-report", { jurisdictions: ["AU"], soci: true, awareAt: FRIDAY_NIGHT }),
    ).toMatchObject({ status: "conditional", dueAt: null });
  });

  test("a place without a rule is said, not passed over", () => {
    const found = dutiesOf({ jurisdictions: ["US-NV"], awareAt: FRIDAY_NIGHT }).filter(
      ({ place }) => place === "US-NV",
    );
    expect(found).toMatchObject([{ status: "conditional", stage: "ask-counsel" }]);
  });

  test("the US without a State may be any State", () => {
    expect(
      duty("us-ca:individuals", {
        jurisdictions: ["US"],
        dataCategories: ["ssn"],
        discoveredAt: "2026-12-01T10:00:00-08:00",
      }),
    ).toMatchObject({ status: "conditional", missing: expect.arrayContaining(["jurisdictions"]) });
  });
});

describe("late", () => {
  const late = { ...PARIS, awareAt: FRIDAY_NIGHT, now: "2026-12-08T08:00:00Z" };

  test("is still due, and wants its reasons", () => {
    expect(duty("eu-gdpr:sa-notification", late)).toMatchObject({
      status: "late",
      demands: ["reasonsForDelay"],
    });
  });

  test("is no word for what was sent, though that it was late is kept", () => {
    const sent = { ...late, submitted: { "eu-gdpr:sa-notification": "2026-12-08T07:00:00Z" } };
    const found = duty("eu-gdpr:sa-notification", sent);
    expect(found.status).toBe("done");
    expect(found.explain.map(({ code }) => code)).toContain("sent-late");
  });

  test("begins after the limit's second, not at it", () => {
    const at = (now: string) => duty("eu-gdpr:sa-notification", { ...late, now }).status;
    expect([at("2026-12-07T22:10:00Z"), at("2026-12-07T22:10:00.001Z")]).toEqual(["required", "late"]);
  });

  test("comes at once when the clock moves earlier", () => {
    const moved = { ...late, awareAt: "2026-12-01T08:00:00Z", now: "2026-12-05T08:00:00Z" };
    expect(duty("eu-gdpr:sa-notification", moved).status).toBe("late");
  });
});

describe("a hold", () => {
  const hipaa = {
    jurisdictions: ["US-OH"],
    affected: { "US-OH": 20 },
    hipaa: "covered-entity",
    dataCategories: ["health"],
    discoveredAt: "2026-10-15T09:00:00-04:00",
  };
  const oral = {
    regimeId: "us-hipaa",
    kind: "law-enforcement-oral",
    statementAt: "2026-12-01T10:00:00-05:00",
    by: "FBI Cleveland",
  };

  test("by word of mouth ends thirty days from the statement, and the limit with it", () => {
    expect(
      duty("us-hipaa:individuals", { ...hipaa, holds: [oral], now: "2026-12-05T00:00:00Z" }),
    ).toMatchObject({
      status: "on-hold",
      dueAt: "2027-01-01T04:59:59.000Z",
      safeAt: "2026-12-15T04:59:59.000Z",
    });
  });

  test("that has ended leaves the duty, with the later limit", () => {
    const after = { ...hipaa, holds: [oral], now: "2027-01-02T00:00:00Z" };
    expect(duty("us-hipaa:individuals", after)).toMatchObject({
      status: "late",
      dueAt: "2027-01-01T04:59:59.000Z",
    });
  });

  test("in writing holds as long as it states", () => {
    const written = { ...oral, kind: "law-enforcement-written", until: "2027-03-01T00:00:00-05:00" };
    expect(duty("us-hipaa:individuals", { ...hipaa, holds: [written] })).toMatchObject({
      status: "on-hold",
      dueAt: "2027-03-01T05:00:00.000Z",
    });
  });

  test("without an end holds, keeps the limit in sight and names who asked", () => {
    const open = { ...oral, kind: "law-enforcement-written" };
    const found = duty("us-hipaa:individuals", { ...hipaa, holds: [open] });
    expect(found).toMatchObject({ status: "on-hold", dueAt: "2026-12-15T04:59:59.000Z" });
    expect(found.explain.map(({ code }) => code)).toContain("hold-without-end");
    expect(found.explain).toContainEqual({
      code: "hold",
      values: { kind: "law-enforcement-written", at: "2026-12-01T15:00:00Z", by: "FBI Cleveland" },
    });
  });

  test("that a law does not know does not stop its clock", () => {
    const found = duty("eu-gdpr:sa-notification", {
      ...PARIS,
      awareAt: FRIDAY_NIGHT,
      holds: [{ ...oral, regimeId: "eu-gdpr", statementAt: "2026-12-05T10:00:00Z" }],
    });
    expect(found).toMatchObject({ status: "required", dueAt: "2026-12-07T22:10:00.000Z" });
  });

  test("asked for after the limit moves nothing", () => {
    const late = { ...oral, statementAt: "2026-12-20T10:00:00-05:00" };
    expect(short(duty("us-hipaa:individuals", { ...hipaa, holds: [late] }).dueAt)).toBe(
      "2026-12-15T04:59:59Z",
    );
  });
});

describe("where", () => {
  test("without an establishment in the Union, each Member State has its own duty", () => {
    const found = dutiesOf({
      jurisdictions: ["EU-FR", "EU-PL", "EU-DE", "EU-DE-BY"],
      establishedInEU: false,
      riskToIndividuals: "risk",
      awareAt: FRIDAY_NIGHT,
    }).filter((one) => one.regimeId === "eu-gdpr" && one.stage === "sa-notification");
    expect(found.map(({ place }) => place)).toEqual(["EU-FR", "EU-PL", "EU-DE-BY"]);
  });

  test("of several Member States, the one whose day ends first counts", () => {
    const found = duty("eu-cer:detailed", {
      jurisdictions: ["EU-PT", "EU-FI"],
      cerCriticalEntity: true,
      significantIncident: true,
      awareAt: "2026-12-10T08:00:00Z",
    });
    expect(short(found.dueAt)).toBe("2027-01-10T21:59:59Z");
  });

  test("a team whose own day began earlier counts from that day, to be safe", () => {
    const found = duty("us-hipaa:individuals", {
      jurisdictions: ["US-CA"],
      hipaa: "covered-entity",
      dataCategories: ["health"],
      entityTimezone: "America/Los_Angeles",
      discoveredAt: "2026-10-15T23:30:00-07:00",
    });
    expect([short(found.dueAt), short(found.safeAt)]).toEqual([
      "2026-12-16T04:59:59Z",
      "2026-12-15T07:59:59Z",
    ]);
  });

  test("a day beyond the calendar's years is said", () => {
    const found = duty("br-lgpd:anpd", {
      jurisdictions: ["BR"],
      smallAgent: false,
      awareAt: "2034-12-21T18:00:00-03:00",
    });
    expect(found.explain.map(({ code }) => code)).toContain("calendar-years");
  });
});

describe("a contract", () => {
  const rule = {
    id: "insurer",
    n: 2,
    unit: "bizdays",
    calendar: "gb-eng",
    timezone: "Europe/London",
    recipient: "the insurer",
  };

  test("is a duty like a law's, and called a contract", () => {
    expect(
      duty("custom-insurer:notice", { customRules: [rule], awareAt: "2026-12-24T10:00:00Z" }),
    ).toMatchObject({
      status: "required",
      kind: "contract",
      dueAt: "2026-12-30T23:59:59.000Z",
    });
  });

  test("a thousand of them are a thousand duties", () => {
    const customRules = Array.from({ length: 1000 }, (_, index) => ({ ...rule, id: `c${index}` }));
    const found = dutiesOf({ customRules, awareAt: "2026-12-24T10:00:00Z" });
    expect(
      found.filter(({ kind, regimeId }) => kind === "contract" && regimeId.startsWith("custom-")),
    ).toHaveLength(1000);
  });
});
