import { describe, expect, test } from "vitest";
import { moved } from "#app/core/notification/moved.ts";
import { dutiesOf } from "./law.ts";

const FACTS = { jurisdictions: ["EU-FR"], riskToIndividuals: "risk", role: "controller", sector: "retail" };
const FRIDAY = dutiesOf({ ...FACTS, awareAt: "2026-12-04T23:10:00+01:00", now: "2026-12-06T00:00:00Z" });

describe("a changed fact", () => {
  test("that changes nothing moves nothing", () => {
    expect(moved(FRIDAY, FRIDAY)).toEqual([]);
  });

  test("moves a limit from one moment to another, and says when that makes it late", () => {
    const earlier = dutiesOf({ ...FACTS, awareAt: "2026-12-02T23:10:00+01:00", now: "2026-12-06T00:00:00Z" });
    expect(moved(FRIDAY, earlier).find(({ regimeId }) => regimeId === "eu-gdpr")).toEqual({
      regimeId: "eu-gdpr",
      stage: "sa-notification",
      status: { from: "required", to: "late" },
      countdown: { from: "2026-12-07T22:10:00.000Z", to: "2026-12-05T22:10:00.000Z" },
    });
  });

  test("brings a duty in each place, and takes the one for all away", () => {
    const abroad = dutiesOf({
      ...FACTS,
      jurisdictions: ["EU-FR", "EU-PL"],
      establishedInEU: false,
      awareAt: "2026-12-04T23:10:00+01:00",
      now: "2026-12-06T00:00:00Z",
    });
    const notices = moved(FRIDAY, abroad).filter(
      ({ stage, regimeId }) => regimeId === "eu-gdpr" && stage === "sa-notification",
    );
    expect(notices.map(({ place, status }) => [place, status.from, status.to])).toEqual([
      ["EU-FR", undefined, "required"],
      ["EU-PL", undefined, "required"],
      [undefined, "required", undefined],
    ]);
  });
});
