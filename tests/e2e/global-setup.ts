import { chmodSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { type Prepared, prepare } from "./prepared.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly chromium: string;
    readonly prepared: Prepared;
  }
}

/** Chromium comes inside a package for Linux on x64; elsewhere SANGFROID_TEST_CHROMIUM names one. */
export default async function setup(project: TestProject): Promise<() => void> {
  const chromium = process.env.SANGFROID_TEST_CHROMIUM ?? (await packaged());
  const { prepared, remove } = await prepare(chromium);
  project.provide("chromium", chromium);
  project.provide("prepared", prepared);
  return remove;
}

async function packaged(): Promise<string> {
  // Makes the package bring the system libraries that a bare machine lacks.
  process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs20.x";
  const { default: chromium } = await import("@sparticuz/chromium");
  const path = await chromium.executablePath();
  chmodSync(path, 0o755);
  return path;
}
