import { z } from "zod";
import { parseDecimal } from "#app/core/audit/origin.ts";
import { rotationFiles } from "../log/rotations.ts";
import { logExport } from "../queries/log-export.ts";
import { anchorReceipt, consistencyOf, receiptOf } from "../queries/receipts.ts";
import { numberIn } from "./conditions.ts";
import { ENTRIES_MAX, entryPage, entryPageOf } from "./entry-page.ts";
import { withLog } from "./incident-in-path.ts";
import { badFields, type Problem, problemAnswer } from "./problem.ts";
import { jsonAnswer, type Route, textAnswer } from "./route.ts";

// What anyone on an incident can take out of its log, and out of the installation's.

export const entries: Route = {
  method: "GET",
  path: "/incidents/:ref/entries",
  summary: `Entries of the log from a number on, at most ${ENTRIES_MAX} at once`,
  query: { from: "Number of the first one; 0 by default" },
  answer: { status: 200, type: "application/json", schema: entryPage },
  handle: (call) =>
    withLog(call, async (log) => {
      const from = numberIn(call.url, "from", { fallback: 0, max: Number.MAX_SAFE_INTEGER });
      return from.ok ? jsonAnswer(await entryPageOf(call.house, log, from.value)) : problemAnswer(from.error);
    }),
};

export const checkpoint: Route = {
  method: "GET",
  path: "/incidents/:ref/checkpoint",
  summary: "The signed checkpoint over the log as it is now",
  answer: { status: 200, type: "text/plain" },
  handle: (call) => withLog(call, async ({ origin }) => note(await call.house.checkpoint(origin))),
};

export const consistency: Route = {
  method: "GET",
  path: "/incidents/:ref/consistency",
  summary: "The proof that the log goes on from an earlier size",
  query: { from: "The earlier size" },
  answer: { status: 200, type: "text/plain" },
  problems: ["never-that-long"],
  handle: (call) =>
    withLog(call, async ({ origin }) => {
      const from = sizeIn(call.url);
      if (from === undefined) return problemAnswer(badFields([NO_FROM]));
      const file = await consistencyOf(call.house, origin, from);
      return file === undefined ? problemAnswer(neverThatLong(from)) : textAnswer(file);
    }),
};

export const receipt: Route = {
  method: "GET",
  path: "/incidents/:ref/receipts/:seq",
  summary: "The receipt of one entry: its leaf, its proof, and a signed checkpoint",
  answer: { status: 200, type: "text/plain" },
  problems: ["unknown-entry"],
  handle: (call) =>
    withLog(call, async ({ origin }) => {
      const seq = parseDecimal(call.params.seq ?? "");
      const file = seq === undefined ? undefined : await receiptOf(call.house, origin, seq);
      if (file !== undefined) return textAnswer(file);
      return problemAnswer({
        status: 404,
        code: "unknown-entry",
        title: "Not found",
        detail: "The log has no entry of this number.",
      });
    }),
};

export const anchor: Route = {
  method: "GET",
  path: "/incidents/:ref/anchor",
  summary: "The receipt that the installation's log records this log as it is now",
  answer: { status: 200, type: "text/plain" },
  handle: (call) => withLog(call, async ({ origin }) => note(await anchorReceipt(call.house, origin))),
};

export const bundle: Route = {
  method: "GET",
  path: "/incidents/:ref/bundle",
  summary:
    "The whole incident as evidence: log, values, files, report and verifier in one zip. Where none can be made: what is left, unsigned, named -rescue.zip",
  answer: { status: 200, type: "application/zip" },
  handle: (call) =>
    withLog(call, async ({ origin, withheld }) => {
      const made = await logExport(call.house, origin, {
        withholds: withheld.size === 0 ? undefined : (slot) => withheld.has(slot[0]),
        signal: call.request.signal,
      });
      if (made === undefined) return problemAnswer(NOTHING_SIGNED);
      const name = `${call.params.ref}${made.kind === "rescue" ? "-rescue" : ""}.zip`;
      const headers = {
        "Content-Type": "application/zip",
        "Content-Disposition": `attachment; filename="${name}"`,
      };
      return new Response(made.stream, { headers });
    }),
};

export const installationCheckpoint: Route = {
  method: "GET",
  path: "/log/checkpoint",
  summary: "The signed checkpoint over the installation's log",
  answer: { status: 200, type: "text/plain" },
  handle: async ({ house }) => note(await house.checkpoint(house.installation)),
};

export const installationConsistency: Route = {
  method: "GET",
  path: "/log/consistency",
  summary: "The proof that the installation's log goes on from an earlier size",
  query: { from: "The earlier size" },
  answer: { status: 200, type: "text/plain" },
  problems: ["never-that-long"],
  async handle({ house, url }) {
    const from = sizeIn(url);
    if (from === undefined) return problemAnswer(badFields([NO_FROM]));
    const file = await consistencyOf(house, house.installation, from);
    return file === undefined ? problemAnswer(neverThatLong(from)) : textAnswer(file);
  },
};

export const verifierKey: Route = {
  method: "GET",
  path: "/log/vkey",
  summary: "The key that verifies everything this installation signs",
  answer: { status: 200, type: "text/plain" },
  handle: async ({ house }) => textAnswer(`${house.vkey}\n`),
};

const rotationsAnswer = z.strictObject({
  rotations: z.array(z.string()).meta({ description: "Receipts (.tlog-proof), oldest first" }),
});

export const rotations: Route = {
  method: "GET",
  path: "/log/rotations",
  summary: "The files that lead from each earlier log key to the next",
  answer: { status: 200, type: "application/json", schema: rotationsAnswer },
  async handle({ house }) {
    const files = await house.store.snapshot((reads) => rotationFiles(reads, house.installation));
    return jsonAnswer({ rotations: files });
  },
};

const NO_FROM = { path: "from", message: "Give the size to start from, such as ?from=41." };

function sizeIn(url: URL): number | undefined {
  return parseDecimal(url.searchParams.get("from") ?? "");
}

function neverThatLong(from: number): Problem {
  return {
    status: 409,
    code: "never-that-long",
    title: "This log was never that long",
    detail: `The log has fewer than ${from} entries. If you hold a checkpoint over ${from}, keep it: an older database may have been put back.`,
  };
}

const NOTHING_SIGNED: Problem = {
  status: 404,
  code: "not-found",
  title: "Not found",
  detail: "This log has no entry, so nothing is signed yet.",
};

function note(text: string | undefined): Response {
  return text === undefined ? problemAnswer(NOTHING_SIGNED) : textAnswer(text);
}
