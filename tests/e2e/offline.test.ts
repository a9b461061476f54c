import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { anOpenRoom, openAlive, press } from "./installation.ts";

// The network goes away in the middle of it.

vi.setConfig({ testTimeout: 240_000, hookTimeout: 180_000 });

const WORDS = Array.from({ length: 300 }, (_, index) => `word${index}`).join(" ");
const WAITS = "Waiting to send: not yet evidence";

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium") });
});
afterAll(() => browser.close());

/** An incident with two small steps of its own, each opened on this device while there was a connection. */
async function aRoomOnThisDevice() {
  const { installation, context, page, room } = await anOpenRoom(browser);
  const give = async (form: Record<string, string>) => {
    const headers = { Origin: installation.origin };
    const answer = await page.request.post(`${room}?index`, { form, headers, maxRedirects: 0 });
    expect(answer.status(), JSON.stringify(form)).toBe(303);
  };
  await give({ kind: "start-playbook", playbookId: "leaked-key" });
  for (const title of ["Call the bank", "Call the landlord"]) {
    await give({
      kind: "add-step",
      runId: "r1",
      phase: "P0",
      track: "first",
      title,
      why: "They ask",
      doneWhen: "They know",
    });
  }
  const ids: string[] = [];
  await openAlive(page, room);
  // A page that was asked for before the worker was there may never be the worker's; the next one is.
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  for (const title of ["Call the bank", "Call the landlord"]) {
    const link = page.getByRole("link", { name: title }).first();
    ids.push((await link.getAttribute("href")) ?? "");
  }
  const steps = ids.map((path) => `${installation.origin}${path}`);
  for (const address of [room, ...steps, room]) {
    await openAlive(page, address);
    await kept(page, address);
  }
  return { installation, context, page, room, steps };
}

/** Waits until the device keeps this page. */
async function kept(page: Page, address: string): Promise<void> {
  const isKept = () =>
    page.evaluate(async (url) => {
      await navigator.serviceWorker.ready;
      return (await caches.match(url)) !== undefined && navigator.serviceWorker.controller !== null;
    }, address);
  await expect.poll(isKept, { timeout: 60_000, interval: 200 }).toBe(true);
}

const note = (page: Page) => page.getByLabel("Add a note to the log");

async function cut(context: BrowserContext, page: Page): Promise<void> {
  const before = performance.now();
  await context.setOffline(true);
  await page.getByText(/Last synced|can't be reached/).waitFor();
  expect(performance.now() - before).toBeLessThan(5000);
}

test("300 words and two steps wait on the device, survive a reload, and are recorded once, in order, when the connection is back", async () => {
  const { context, page, room, steps } = await aRoomOnThisDevice();
  await note(page).fill(WORDS);
  await cut(context, page);
  await press(page, "Record");
  await page.getByText(WAITS).first().waitFor();
  await expect.poll(() => note(page).inputValue(), { timeout: 30_000 }).toBe("");
  await expectAccessible(page);
  for (const step of steps) {
    await page.goto(step);
    await page.getByText(/Last synced|can't be reached/).waitFor();
    await page.getByRole("button", { name: /^Mark step .* done$/ }).click();
    await page.getByText(WAITS).first().waitFor();
  }
  await page.goto(room);
  await page.reload();
  await expect.poll(() => page.locator("#queued").getByText(WAITS).count(), { timeout: 30_000 }).toBe(3);
  await page.getByText("3 waiting").waitFor();
  // What needs the server is not there.
  expect(await page.getByRole("button", { name: "Add what is true" }).count()).toBe(0);

  await context.setOffline(false);
  await expect.poll(() => page.getByText(WAITS).count(), { timeout: 60_000 }).toBe(0);
  await page.goto(`${room}/log`);
  const lines = await page.locator("ol.log .log__what").allTextContents();
  const later = lines.filter((line) => line.includes("sent later; the device says"));
  expect(later).toHaveLength(3);
  expect(later[2]).toContain("word299");
  expect(later[1]).toContain("Call the bank");
  expect(later[0]).toContain("Call the landlord");
});

test("a form that is on its way when the connection breaks stays, with its text, and is recorded once", async () => {
  const { context, page, room } = await aRoomOnThisDevice();
  // The server records it; the answer never arrives.
  await page.route(/\/i\/[0-9A-Z]{26}\.data/, async (route) => {
    if (route.request().method() !== "POST") return route.abort();
    await route.fetch();
    await context.setOffline(true);
    return route.abort();
  });
  await note(page).fill("Recorded although nobody heard of it");
  await press(page, "Record");
  await page.getByText(WAITS).first().waitFor();
  await page.unroute(/\/i\/[0-9A-Z]{26}\.data/);
  await context.setOffline(false);
  await expect.poll(() => page.getByText(WAITS).count(), { timeout: 60_000 }).toBe(0);
  await page.goto(`${room}/log`);
  expect(await page.getByText("Recorded although nobody heard of it").count()).toBe(1);
});

test("an act that is refused after the connection is back stays visible, with its reason and a way out", async () => {
  const { installation, context, page, room, steps } = await aRoomOnThisDevice();
  const [bank = ""] = steps;
  await page.goto(bank);
  await cut(context, page);
  await page
    .getByLabel(/Outcome|What came of it/)
    .first()
    .fill("They froze the account");
  await page.getByRole("button", { name: /^Mark step .* done$/ }).click();
  await page.getByText(WAITS).first().waitFor();
  const stepId = bank.split("/").at(-1) ?? "";
  const colleague = await browser.newContext({
    storageState: { cookies: await context.cookies(), origins: [] },
  });
  onTestFinished(() => colleague.close());
  await colleague.request.post(`${room}?index`, {
    form: { kind: "claim-step", stepId },
    headers: { Origin: installation.origin },
  });
  await context.setOffline(false);
  await page.goto(room);
  await page.getByText(/Not recorded:/).waitFor();
  await page.getByText("They froze the account").waitFor();
  await press(page, "Let it go");
  await expect.poll(() => page.getByText(/Not recorded:/).count(), { timeout: 30_000 }).toBe(0);
});

test("signing out leaves no page, no draft and no act of the person on the device", async () => {
  const { installation, context, page, room } = await aRoomOnThisDevice();
  await note(page).fill("Half a thought");
  await page.getByText("Draft saved").waitFor();
  await page.goto(`${installation.origin}/settings/account`);
  await press(page, "Sign out here");
  await page.getByText("You are signed out.").waitFor();
  const left = () =>
    page.evaluate(async () => [
      ...(await caches.keys()),
      ...Object.keys(localStorage).filter((key) => key.includes("draft")),
    ]);
  await expect.poll(left, { timeout: 30_000 }).toEqual([]);
  await context.setOffline(true);
  await expect(page.goto(room)).rejects.toThrow("ERR_INTERNET_DISCONNECTED");
});

test("a person who wants nothing kept on this device has nothing kept", async () => {
  const { installation, page, room } = await aRoomOnThisDevice();
  await page.goto(`${installation.origin}/settings/reading`);
  await press(page, "Keep nothing here");
  await page.getByText("Nothing is kept here.").waitFor();
  await openAlive(page, room);
  await note(page).fill("Something");
  await page.getByText("Draft saved").waitFor();
  expect(await page.evaluate(() => caches.keys())).toEqual([]);
});

test("where the organisation lets nothing be kept, copies go with the next page and no new ones are made", async () => {
  const { installation, page, room } = await aRoomOnThisDevice();
  await page.goto(`${installation.origin}/settings/devices`);
  await page.getByLabel("Nothing").check();
  await press(page, "Save for everyone");
  await page.getByText("Browsers follow with the next page they open.").waitFor();
  await openAlive(page, room);
  const left = () =>
    page.evaluate(async () => [
      ...(await caches.keys()),
      ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
    ]);
  await expect.poll(left, { timeout: 30_000 }).toEqual([]);
  await note(page).fill("Something");
  await page.getByText("Draft saved").waitFor();
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("draft")))).toEqual(
    [],
  );
  expect(await left()).toEqual([]);
});
