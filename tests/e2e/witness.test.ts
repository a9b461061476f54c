import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { addNote, anInstallation, declare, heading, press, setUp } from "./installation.ts";
import { sangfroid } from "./sangfroid.ts";
import { copyFolder } from "./tampering.ts";

// Every browser that has seen a log is a witness of it.

const ALARM = "This log is not the one this browser saw";

// Several servers and browsers on a small machine that does other things too.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium") });
});
afterAll(() => browser.close());

/**
 * A browser that saw two notes, and a copy of the data folder from when there was one, its kept checkpoint included:
 * of a database and a checkpoint that were put back together only a witness outside can tell.
 */
async function aWitness() {
  const installation = await anInstallation();
  const older = `${installation.folder}-older`;
  const newer = `${installation.folder}-newer`;
  onTestFinished(() => installation.remove());
  const context = await browser.newContext({ acceptDownloads: true });
  const page = await context.newPage();
  await setUp(page, installation.setUpLink);
  const room = await declare(page, installation.origin, "Access key published in a blog post");
  await addNote(page, room, "3 hosts reached with the key");
  await installation.stop();
  copyFolder(installation.folder, older);
  await installation.restart();
  const before = await installationLog(page, installation.origin);
  await addNote(page, room, "The key was used from two addresses");
  await remembered(page, room, 6);
  // The installation's log records the second note within a second; the board then shows that to the browser.
  const seen = async () => {
    // What it hears now it keeps a moment later: the next look finds it.
    await page.goto(`${installation.origin}/incidents`, { waitUntil: "commit" });
    await page.waitForResponse(/\/log\/(head|checkpoint|consistency)/);
    return keptSize(page, before.name);
  };
  await expect.poll(seen, { timeout: 60_000, interval: 300 }).toBeGreaterThan(before.size);
  await installation.stop();
  copyFolder(installation.folder, newer);
  return { installation, context, page, room, older, newer };
}

/** Waits until the browser keeps a checkpoint of this size. */
async function remembered(page: Page, room: string, size: number): Promise<void> {
  const kept = () => keptSize(page, new URL(room).pathname);
  await expect.poll(kept, { timeout: 60_000, interval: 100 }).toBeGreaterThanOrEqual(size);
}

/** The installation's log as it is signed now; a browser keeps it under its name. */
async function installationLog(page: Page, origin: string): Promise<{ name: string; size: number }> {
  const checkpoint = await (await page.request.get(`${origin}/log/checkpoint`)).text();
  const [name = "", size = ""] = checkpoint.split("\n");
  return { name, size: Number(size) };
}

/** The size of the checkpoint that the browser keeps of a log; 0 while it keeps none. */
function keptSize(page: Page, key: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const opened = indexedDB.open("sangfroid");
        opened.onupgradeneeded = () => opened.transaction?.abort();
        opened.onerror = () => resolve(0);
        opened.onsuccess = () => {
          const read = opened.result.transaction("logs").objectStore("logs").get(wanted);
          read.onsuccess = () => {
            opened.result.close();
            resolve(read.result?.size ?? 0);
          };
        };
      }),
    key,
  );
}

test("an older database put back raises an alarm in a browser that saw more, and a reload does not end it", async () => {
  const { installation, page, room, older, newer } = await aWitness();
  await installation.restart(older);
  await page.goto(room);
  await heading(page, ALARM);
  await page.getByText("The log had 6 entries when this browser last saw it, and has 5 now.").waitFor();
  await page.reload();
  await heading(page, ALARM);
  await expectAccessible(page);

  const [ours] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Save the note this browser saw" }).click(),
  ]);
  const [theirs] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Save the note the server showed" }).click(),
  ]);
  const sizes = [ours, theirs].map(async (note) => readFileSync(await note.path(), "utf8").split("\n")[1]);
  expect(await Promise.all(sizes)).toEqual(["6", "5"]);

  await page.getByRole("link", { name: "Export now" }).click();
  await heading(page, "Export");
  await page.getByText("Log not verifying.").first().waitFor();
  await page.goto(room);
  await press(page, "Go on to the page, the alarm comes back");
  await page.getByLabel("Add a note to the log").waitFor();
  await page.reload();
  await heading(page, ALARM);

  await installation.restart(newer);
  await page.goto(room);
  await page.getByText("The server now shows a log again that goes on from what this browser saw.").waitFor();
  await press(page, "I have kept both notes, close the alarm");
  await page.getByLabel("Add a note to the log").waitFor();
  await page.reload();
  await page.getByLabel("Add a note to the log").waitFor();
  expect(await page.getByRole("heading", { name: ALARM }).count()).toBe(0);
});

test("a history that was rewritten to the same length raises the alarm too", async () => {
  const { installation, context, page, room, older } = await aWitness();
  await installation.restart(older);
  const forger = await browser.newContext({ storageState: await context.storageState() });
  await addNote(await forger.newPage(), room, "The key was not used by anyone");
  await page.goto(room);
  await heading(page, ALARM);
  await page.getByText("The first 6 entries are not those this browser saw.").waitFor();
});

test("an incident that is gone altogether is seen on the board, by the installation's own log", async () => {
  const { installation, page, older } = await aWitness();
  await installation.restart(older);
  await page.goto(`${installation.origin}/incidents`);
  await heading(page, ALARM);
});

test("a browser that sees a log for the first time goes on in peace", async () => {
  const { installation, context, room, newer } = await aWitness();
  await installation.restart(newer);
  const fresh = await (await browser.newContext({ storageState: await context.storageState() })).newPage();
  await fresh.goto(room);
  await remembered(fresh, room, 6);
  expect(await fresh.getByRole("heading", { name: ALARM }).count()).toBe(0);
  await addNote(fresh, room, "All quiet");
  await remembered(fresh, room, 7);
});

test("a server that signs nothing any more still meets the alarm, and gives up what is left, unsigned", async () => {
  const { installation, page, room, older, newer } = await aWitness();
  // The older database, beside the newest kept checkpoint: announced at start, and read-only.
  rmSync(join(older, "keys"), { recursive: true });
  cpSync(join(newer, "keys"), join(older, "keys"), { recursive: true });
  await installation.restart(older);
  await page.goto(room);
  await heading(page, ALARM);
  await page.getByText("The log had 6 entries when this browser last saw it, and has 5 now.").waitFor();
  await expectAccessible(page);
  await page.goto(`${installation.origin}/incidents`);
  await heading(page, ALARM);

  await page.goto(`${room}/export`);
  await page.getByRole("heading", { name: "Rescue export", level: 2 }).waitFor();
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    press(page, "Export what is here, unsigned"),
  ]);
  expect(download.suggestedFilename()).toMatch(/-rescue\.zip$/);
  const told = await sangfroid("verify", await download.path());
  expect(told.code).toBe(2);
  expect(told.stdout.replaceAll("\n", " ")).toContain("unsigned rescue export");
});

test("a read-only server whose log goes on from what was seen is told apart from one that contradicts it", async () => {
  const { installation, page, room, newer } = await aWitness();
  for (const name of readdirSync(join(newer, "keys")).filter((file) => file.endsWith(".checkpoint")))
    rmSync(join(newer, "keys", name));
  await installation.restart(newer);
  await page.goto(room);
  await page.getByText("Compared, but not signed.").waitFor();
  expect(await page.getByRole("heading", { name: ALARM }).count()).toBe(0);
});

test("when the log key is changed, a browser follows from the old one to the new, and verifies with it", async () => {
  const { installation, page, room, newer } = await aWitness();
  await installation.stop();
  const rotated = await sangfroid("rotate-key", "--because", "A year is over.", "--data", newer);
  expect(rotated.code).toBe(0);
  await installation.restart(newer);
  await page.goto(room);
  await remembered(page, room, 7);
  expect(await page.getByRole("heading", { name: ALARM }).count()).toBe(0);
  await page.goto(`${room}/verify`);
  await page.getByText("Verified 7 entries, just now, in this browser").waitFor();
  await page.goto(`${installation.origin}/incidents`, { waitUntil: "commit" });
  await page.waitForResponse(/\/log\/(head|checkpoint|consistency)/);
  await heading(page, /^Open incidents/);
  expect(await page.getByRole("heading", { name: ALARM }).count()).toBe(0);
});
