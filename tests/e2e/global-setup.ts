import { chmodSync } from "node:fs";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    readonly chromium: string;
  }
}

/** Chromium comes inside a package for Linux on x64; elsewhere SANGFROID_TEST_CHROMIUM names one. */
export default async function setup(project: TestProject): Promise<void> {
  const given = process.env.SANGFROID_TEST_CHROMIUM;
  project.provide("chromium", given ?? (await packaged()));
}

async function packaged(): Promise<string> {
  // Makes the package bring the system libraries that a bare machine lacks.
  process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs20.x";
  const { default: chromium } = await import("@sparticuz/chromium");
  const path = await chromium.executablePath();
  chmodSync(path, 0o755);
  return path;
}
