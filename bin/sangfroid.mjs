#!/usr/bin/env node
// Runs the built command line, building first when there is no build.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const entry = new URL("../build/server/sangfroid.js", import.meta.url);

if (!existsSync(entry)) {
  process.stderr.write("No build yet: building once, this takes a few seconds.\n");
  // The builder's own lines go to stderr, so that stdout holds nothing but the command's answer.
  const build = spawnSync(
    process.execPath,
    [fileURLToPath(new URL("../scripts/build.mjs", import.meta.url))],
    {
      stdio: ["ignore", process.stderr.fd, process.stderr.fd],
    },
  );
  if (build.status !== 0) {
    process.stderr.write("The build failed, see above. Run `npm ci`, then try again.\n");
    process.exit(2);
  }
}

await import(entry.href);
