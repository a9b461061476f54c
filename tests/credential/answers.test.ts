import { describe, expect, test } from "vitest";
import { ANSWERS, meaningOf } from "#app/core/credential/answers.ts";
import { COUNTERPARTS } from "#app/core/credential/counterparts.ts";
import { judge } from "#app/core/credential/proof.ts";
import { aWholeProof } from "./a-proof.ts";

describe.each(ANSWERS.filter(({ means }) => means !== "dead"))(
  "$from says $code $status: $why",
  ({ from, code, status, saying, means }) => {
    const answer = {
      code,
      ...(status && { status }),
      ...(saying && { text: `It is: ${saying.toUpperCase()}.` }),
    };

    test(`it means ${means}`, () => {
      expect(meaningOf(from, answer)).toBe(means);
    });

    test("a proof with this answer for each refusal proves nothing", () => {
      const observations = aWholeProof().map((observation) => {
        if (observation.seen === "control") return { ...observation, from, answer: { code: "ok" } };
        return observation.seen === "probe" ? { ...observation, from, answer } : observation;
      });
      expect(judge(observations).word).not.toBe("dead");
    });
  },
);

test.each(ANSWERS.filter(({ means }) => means === "dead"))(
  "$from says $code $status and means it: $why",
  ({ from, code, status }) => {
    expect(meaningOf(from, { code, ...(status && { status }) })).toBe("dead");
  },
);

test("no two rows answer for one and the same answer", () => {
  const keys = ANSWERS.map(({ from, code, status, saying }) => [from, code, status, saying].join(" "));
  expect(new Set(keys).size).toBe(keys.length);
});

test("every counterpart has an answer that means life and one that means death, save ACME, which is only told of revocation", () => {
  for (const from of Object.keys(COUNTERPARTS)) {
    const meanings = ANSWERS.filter((row) => row.from === from).map(({ means }) => means);
    expect(meanings, from).toContain("dead");
    if (from !== "acme") expect(meanings, from).toContain("alive");
  }
});

test.each([
  ["aws", { code: "InvalidClientTokenID" }],
  ["aws", { code: "ServiceUnavailable", status: 503 }],
  ["oauth", { code: "invalid_grant", status: 500 }],
  ["alibaba", { code: "Forbidden", text: "You are not authorized to do this action." }],
  ["github", { code: "bad-credentials", status: 403 }],
] as const)("%s says %o, which no row knows: it proves nothing", (from, answer) => {
  expect(meaningOf(from, answer)).toBe("nothing");
});
