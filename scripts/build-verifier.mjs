// Builds the verifier as two files that need nothing else: build/verify.mjs for `node verify.mjs BUNDLE`, and
// build/verify.html for any browser, opened from disk without a network.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundled } from "./bundled.mjs";

const root = join(import.meta.dirname, "..");
const out = join(root, "build");

/** Resolves when both files are written; the page's text is returned for whoever puts it into bundles. */
export async function buildVerifier() {
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "verify.mjs"), await commandLine());
  const html = await page();
  writeFileSync(join(out, "verify.html"), html);
  return html;
}

async function commandLine() {
  const code = await bundled("the verifier", {
    ssr: join(root, "app/cli/verify-main.ts"),
    target: "node20",
    rollupOptions: { output: { format: "es" } },
  });
  return `#!/usr/bin/env node\n${code}`;
}

async function page() {
  const code = await bundled("the verifier", {
    lib: { entry: join(root, "app/verifier/page.ts"), name: "verifier", formats: ["iife"] },
    target: "es2022",
  });
  const script = code.trim().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
  const style = readFileSync(join(root, "app/verifier/page.css"), "utf8").trim();
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return [
    ['Content-Security-Policy" content="', policy],
    ["<style>", style],
    ["<script>", script],
  ].reduce(fill, readFileSync(join(root, "app/verifier/page.html"), "utf8"));
}

/** Puts a text right behind a place in the page that holds nothing yet. */
function fill(html, [place, text]) {
  const at = html.indexOf(place) + place.length;
  if (at < place.length) throw new Error(`page.html has no ${place}`);
  return html.slice(0, at) + text + html.slice(at);
}

function hashOf(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildVerifier();
