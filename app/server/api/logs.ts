import { z } from "zod";
import { parseDecimal } from "#app/core/audit/origin.ts";
import type { Entry } from "#app/core/incident/entry.ts";
import { bundleStream } from "../queries/bundle.ts";
import { entriesOf, originOf } from "../queries/log-entries.ts";
import { anchorReceipt, consistencyOf, receiptOf } from "../queries/receipts.ts";
import { numberIn } from "./conditions.ts";
import { withIncident } from "./incident-in-path.ts";
import { badFields, type Problem, problemAnswer } from "./problem.ts";
import { jsonAnswer, type Route, textAnswer } from "./route.ts";

// What anyone on an incident can take out of its log, and out of the installation's.

const PAGE = 500;

const entry = z.strictObject({
  seq: z.int(),
  at: z.iso.datetime(),
  by: z.strictObject({ auth: z.string(), k: z.string(), u: z.string() }),
  act: z.string(),
  on: z.strictObject({ t: z.string(), id: z.string() }),
  cmd: z.int(),
  seen: z.int().exactOptional(),
  ref: z.array(z.int()),
  f: z.record(z.string(), z.unknown()).meta({ description: "A field that was erased is absent" }),
  att: z.int().meta({ description: "How many files it carries" }),
});

const entryPage = z.strictObject({
  entries: z.array(entry),
  size: z.int(),
  next: z.int().nullable().meta({ description: "For `from`; null when these were the last" }),
});

export const entries: Route = {
  method: "GET",
  path: "/incidents/:ref/entries",
  summary: `Entries of the log from a number on, at most ${PAGE} at once`,
  query: { from: "Number of the first one; 0 by default" },
  answer: { status: 200, type: "application/json", schema: entryPage },
  handle: (call) =>
    withIncident(call, async (incident) => {
      const from = numberIn(call.url, "from", { fallback: 0, max: Number.MAX_SAFE_INTEGER });
      if (!from.ok) return problemAnswer(from.error);
      const until = Math.min(incident.size, from.value + PAGE);
      const page: readonly Entry[] =
        from.value < incident.size ? await entriesOf(call.house, incident, from.value, until) : [];
      return jsonAnswer({ entries: page, size: incident.size, next: until < incident.size ? until : null });
    }),
};

export const checkpoint: Route = {
  method: "GET",
  path: "/incidents/:ref/checkpoint",
  summary: "The signed checkpoint over the log as it is now",
  answer: { status: 200, type: "text/plain" },
  handle: (call) =>
    withIncident(call, async (incident) => note(await call.house.checkpoint(originOf(call.house, incident)))),
};

export const consistency: Route = {
  method: "GET",
  path: "/incidents/:ref/consistency",
  summary: "The proof that the log goes on from an earlier size",
  query: { from: "The earlier size" },
  answer: { status: 200, type: "text/plain" },
  problems: ["never-that-long"],
  handle: (call) =>
    withIncident(call, async (incident) => {
      const from = sizeIn(call.url);
      if (from === undefined) return problemAnswer(badFields([NO_FROM]));
      const file = await consistencyOf(call.house, originOf(call.house, incident), from);
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
    withIncident(call, async (incident) => {
      const seq = parseDecimal(call.params.seq ?? "");
      const file =
        seq === undefined ? undefined : await receiptOf(call.house, originOf(call.house, incident), seq);
      if (file !== undefined) return textAnswer(file);
      return problemAnswer({
        status: 404,
        code: "unknown-entry",
        title: "Not found",
        detail: `The log has no such entry. Its entries are #0 to #${incident.size - 1}.`,
      });
    }),
};

export const anchor: Route = {
  method: "GET",
  path: "/incidents/:ref/anchor",
  summary: "The receipt that the installation's log records this log as it is now",
  answer: { status: 200, type: "text/plain" },
  handle: (call) =>
    withIncident(call, async (incident) =>
      note(await anchorReceipt(call.house, originOf(call.house, incident))),
    ),
};

export const bundle: Route = {
  method: "GET",
  path: "/incidents/:ref/bundle",
  summary: "The whole incident as evidence: log, values, files, report and verifier in one zip",
  answer: { status: 200, type: "application/zip" },
  handle: (call) =>
    withIncident(
      call,
      async (incident) =>
        new Response(await bundleStream(call.house, incident), {
          headers: {
            "Content-Type": "application/zip",
            "Content-Disposition": `attachment; filename="${incident.ref}.zip"`,
          },
        }),
    ),
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

function note(text: string | undefined): Response {
  if (text !== undefined) return textAnswer(text);
  return problemAnswer({
    status: 404,
    code: "not-found",
    title: "Not found",
    detail: "This log has no entry, so nothing is signed yet.",
  });
}
