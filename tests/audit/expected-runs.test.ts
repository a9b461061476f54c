import { describe, expect, test } from "vitest";
import { bytesSource } from "#app/core/audit/byte-source.ts";
import { verifyBundle } from "#app/core/audit/verify.ts";
import { expected, vectorBytes, vectorText } from "./vectors.ts";

const file = (name: string) => ({ name, bytes: vectorBytes(`sangfroid/${name}`) });

describe("the bundles of the independent writer are judged as its author says", () => {
  test.each(expected.runs)(
    "$bundle with $vkey $checkpoints $receipts $consistency: $word, exit $exit",
    async (run) => {
      const report = await verifyBundle(bytesSource(vectorBytes(`sangfroid/${run.bundle}`)), {
        ...(run.vkey === null ? {} : { vkey: vectorText(`sangfroid/${run.vkey}`).trimEnd() }),
        checkpoints: run.checkpoints.map(file),
        receipts: run.receipts.map(file),
        consistency: run.consistency.map(file),
      });
      const { word, exit, witnessed } = report;
      expect({ word, exit, witnessed }, JSON.stringify(report.faults)).toEqual({
        word: run.word,
        exit: run.exit,
        witnessed: run.witnessed,
      });
      const named = new Set<string>();
      for (const fault of [...report.faults, ...report.unusable]) {
        if ("entry" in fault && fault.entry !== undefined) named.add(`#${fault.entry}`);
        if (fault.file !== undefined) named.add(fault.file);
      }
      for (const name of run.named) expect([...named]).toContain(name);
    },
  );
});
