import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sangfroid } from "./command-line.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sangfroid-deadlines-"));
});

afterAll(() => rm(folder, { recursive: true }));

const FACTS = {
  jurisdictions: ["EU-PL"],
  riskToIndividuals: "risk",
  role: "controller",
  awareAt: "2026-12-02T10:20:00+01:00",
};

async function deadlines(content: unknown) {
  const path = join(folder, "facts.json");
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return sangfroid("deadlines", path);
}

interface Shown {
  readonly regimeId: string;
  readonly stage: string;
}

function notification(duties: readonly Shown[]): Shown | undefined {
  return duties.find(({ regimeId, stage }) => regimeId === "eu-gdpr" && stage === "sa-notification");
}

describe("deadlines", () => {
  test("of one incident are a list, with sentences that lead to each limit", async () => {
    const { code, stdout, stderr } = await deadlines(FACTS);
    expect([code, stderr]).toEqual([0, "sangfroid deadlines: Not legal advice: counsel decides.\n"]);
    expect(notification(JSON.parse(stdout))).toMatchObject({
      status: "required",
      dueAt: "2026-12-05T09:20:00Z",
      readings: [{ name: "eu-1182-next-full-hour", at: "2026-12-05T10:00:00Z" }],
      basis: "eu-hours(72) from awareAt or informedByProcessorAt",
      citation: "Regulation (EU) 2016/679 (GDPR), art. 33(1)",
      confidence: "V1",
      asOf: "2026-11-24",
      explain: expect.arrayContaining([
        "The clock is awareAt: 2026-12-02T09:20:00Z.",
        "eu-hours(72), in Europe/Warsaw, ends 2026-12-05T09:20:00Z.",
      ]),
    });
  });

  test("of a list of incidents are a list of lists, and now decides what is late", async () => {
    const { code, stdout } = await deadlines([FACTS, { ...FACTS, now: "2026-12-06T00:00:00Z" }]);
    const answers: readonly (readonly Shown[])[] = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(answers.map(notification)).toMatchObject([{ status: "required" }, { status: "late" }]);
  });

  test("what does not apply says why", async () => {
    const { stdout } = await deadlines(FACTS);
    const duties: readonly Shown[] = JSON.parse(stdout);
    expect(duties.find(({ regimeId }) => regimeId === "us-co")).toMatchObject({
      status: "not-required",
      reason: "It holds in US-CO, where the facts name nobody affected and no duty.",
    });
  });

  test("a bad fact exits 2 and names its field, in a list with the place in it", async () => {
    const one = await deadlines({ ...FACTS, awareAt: "2026-12-02T10:20" });
    expect([one.code, one.stdout]).toEqual([2, ""]);
    expect(one.stderr).toMatch(/^sangfroid deadlines: awareAt: 2026-12-02T10:20 has no offset/);
    const many = await deadlines([FACTS, { ...FACTS, affected: { "EU-PL": -1 } }]);
    expect([many.code, many.stdout]).toEqual([2, ""]);
    expect(many.stderr).toMatch(/^sangfroid deadlines: 1\.affected\.EU-PL: -1 is no count/);
  });

  test("what is no JSON, and what is not there, exits 2", async () => {
    const broken = await deadlines("{");
    expect(broken.code).toBe(2);
    expect(broken.stderr).toMatch(/facts\.json is not JSON/);
    const absent = await sangfroid("deadlines", join(folder, "absent.json"));
    expect(absent.code).toBe(2);
    expect(absent.stderr).toMatch(/There is no file/);
  });
});
