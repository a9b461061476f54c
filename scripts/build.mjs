// Builds the client, the server with its command line, and the verifier.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { bundled } from "./bundled.mjs";

const root = join(import.meta.dirname, "..");
const COMPRESSIBLE = /\.(js|css|svg|json|html)$/;
/** Below this a compressed file saves no packet. */
const WORTH_IT = 1024;

function buildApp() {
  const packageFile = createRequire(import.meta.url).resolve("@react-router/dev/package.json");
  const result = spawnSync(process.execPath, [join(dirname(packageFile), "bin.js"), "build"], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

function precompress(folder) {
  for (const name of readdirSync(folder)) {
    if (!COMPRESSIBLE.test(name)) continue;
    const bytes = readFileSync(join(folder, name));
    if (bytes.length < WORTH_IT) continue;
    writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, { params }));
  }
}

/** The service worker, named for what this build is made of: another build throws away what the one before kept. */
async function writeWorker() {
  const names = readdirSync(join(root, "build", "client", "assets"))
    .sort()
    .join();
  const build = createHash("sha256").update(names).digest("hex").slice(0, 12);
  const code = await bundled("the service worker", {
    define: { BUILD: JSON.stringify(build) },
    lib: { entry: join(root, "app", "worker", "worker.ts"), name: "worker", formats: ["iife"] },
    target: "es2022",
  });
  writeFileSync(join(root, "build", "client", "sw.js"), code);
}

buildApp();
await writeWorker();
precompress(join(root, "build", "client", "assets"));

const verifier = join(root, "scripts", "build-verifier.mjs");
if (existsSync(verifier)) {
  const { buildVerifier } = await import(verifier);
  await buildVerifier();
}
