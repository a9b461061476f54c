import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { expected } from "#tests/audit/vectors.ts";
import { violationsIn } from "./accessible.ts";

// build/verify.html as a stranger uses it: opened from disk, offline.

const VECTORS = resolve("tests/vectors/sangfroid");
const PAGE = pathToFileURL(resolve("build/verify.html")).href;

let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium") });
});
afterAll(() => browser.close());

beforeEach(async () => {
  await open({});
});
afterEach(() => context.close());

async function open(options: Parameters<Browser["newContext"]>[0]): Promise<void> {
  await context?.close();
  context = await browser.newContext({ offline: true, ...options });
  page = await context.newPage();
  complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) complaints.push(request.url());
  });
  await page.goto(PAGE);
}

async function judge(bundle: string, vkey?: string, notes: readonly string[] = []): Promise<string> {
  await page.getByLabel("Bundle", { exact: true }).setInputFiles(bundle);
  await page.locator("details").evaluate((details) => details.setAttribute("open", ""));
  if (vkey !== undefined) await page.getByLabel("Verifier key (vkey)").fill(vkey);
  await page.getByLabel("Checkpoints, receipts, consistency files").setInputFiles([...notes]);
  await page.getByRole("button", { name: "Verify" }).click();
  await page.getByRole("status").filter({ hasText: "Done." }).waitFor();
  return page.locator("#result").innerText();
}

const HEADLINE: Readonly<Record<string, RegExp>> = {
  intact: /^Intact/,
  tampered: /^Tampered: /,
  "not a bundle": /^Not a bundle/,
  "unusable input": /^Unusable input/,
};

test("gives the independent writer's bundles the words its author expects", async () => {
  for (const run of expected.runs) {
    // The page tells notes apart by form, so a receipt among the checkpoints is none the worse for it.
    if (run.word === "unusable input") continue;
    const vkey = run.vkey === null ? "" : readFileSync(join(VECTORS, run.vkey), "utf8").trim();
    const notes = [...run.checkpoints, ...run.receipts, ...run.consistency].map((name) =>
      join(VECTORS, name),
    );
    const text = await judge(join(VECTORS, run.bundle), vkey, notes);
    expect(text, run.bundle).toMatch(HEADLINE[run.word] ?? /never/);
    for (const name of run.named) expect(text).toContain(name);
  }
  expect(complaints).toEqual([]);
});

test("says that a bundle alone is self-consistent only, and what that means", async () => {
  const text = await judge(join(VECTORS, "plain.zip"));
  expect(text).toMatch(/^Intact, but self-consistent only/);
  expect(text).toContain("whoever makes a bundle can make one that agrees with itself");
  expect(text).toMatch(/Key in words\s+ginger ladder lava globe bottle anchor lagoon anvil/);
});

test("takes a vkey file from among the notes", async () => {
  const text = await judge(join(VECTORS, "plain.zip"), undefined, [
    join(VECTORS, "plain.vkey"),
    join(VECTORS, "plain.checkpoint"),
  ]);
  expect(text).toMatch(/^Intact\n/);
  expect(text).toContain("Witnessed up to size 2");
});

test("is worked with the keyboard alone, and moves to the result", async () => {
  await page.getByLabel("Bundle", { exact: true }).setInputFiles(join(VECTORS, "leaf-edited.zip"));
  await page.getByLabel("Bundle", { exact: true }).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Verify");
  await page.keyboard.press("Enter");
  await page.getByRole("status").filter({ hasText: "Done." }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("result");
  expect(await page.getByRole("region", { name: /Tampered/ }).innerText()).toContain("#1 is not the entry");
});

test("asks for the bundle when there is none, and says so when a file is none", async () => {
  await page.getByRole("button", { name: "Verify" }).click();
  expect(await page.getByRole("status").innerText()).toBe("Choose the bundle first.");
  expect(await judge(resolve("package.json"))).toMatch(/^Not a bundle/);
});

test("shows marks that would turn or hide text", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sangfroid-page-"));
  const note = join(folder, "\u202etxt.oediv.txt");
  writeFileSync(note, "not a note");
  const text = await judge(join(VECTORS, "plain.zip"), undefined, [note]);
  rmSync(folder, { recursive: true });
  expect(text).toContain("\\u{202e}txt.oediv.txt");
  expect(text).not.toContain("\u202e");
});

describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
  test.each([360, 1440])(
    "at %i pixels nothing fails axe or leaves the page, before and after",
    async (width) => {
      await open({ colorScheme, viewport: { width, height: 800 } });
      expect(await violationsIn(page)).toEqual([]);
      for (const bundle of ["plain.zip", "entry-swapped.zip"]) {
        await judge(join(VECTORS, bundle));
        expect(await violationsIn(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(
          true,
        );
      }
      await page.screenshot({ path: `test-results/verifier-${colorScheme}-${width}.png`, fullPage: true });
    },
  );
});

test("verify.mjs is one file that plain node runs anywhere", () => {
  const folder = mkdtempSync(join(tmpdir(), "sangfroid-mjs-"));
  const copy = join(folder, "verify.mjs");
  writeFileSync(copy, readFileSync("build/verify.mjs"));
  const answer = execFileSync(
    process.execPath,
    [copy, join(VECTORS, "plain.zip"), "--vkey", join(VECTORS, "plain.vkey"), "--json"],
    { cwd: folder, encoding: "utf8" },
  );
  rmSync(folder, { recursive: true });
  expect(JSON.parse(answer)).toMatchObject({ word: "intact", exit: 0 });
});
