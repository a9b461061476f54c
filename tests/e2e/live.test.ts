import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { addNote, anOpenRoom, declare, openAlive, press } from "./installation.ts";

// What a page does while others act, and while its server comes and goes.

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium") });
});
afterAll(() => browser.close());

/** Two windows of one person on one incident. */
async function twoWindows() {
  const { installation, context, page, room } = await anOpenRoom(browser);
  const other = await (await browser.newContext({ storageState: await context.storageState() })).newPage();
  onTestFinished(() => other.context().close());
  return { installation, context, page, other, room };
}

const fresh = (page: Page) => page.getByRole("button", { name: /new entr/ });

test("what a colleague records is offered within a second, and moves neither text, focus nor scroll", async () => {
  const { page, other, room } = await twoWindows();
  await openAlive(page, room);
  const note = page.getByLabel("Add a note to the log");
  await note.fill("Half a sentence");
  await page.evaluate(() => scrollTo(0, 40));
  const before = await page.evaluate(() => [scrollY, document.activeElement?.id]);
  await addNote(other, room, "Three hosts reached with the key");
  const recorded = performance.now();
  await fresh(page).waitFor();
  expect(performance.now() - recorded).toBeLessThan(1000);
  expect(await page.getByText("Three hosts reached with the key").count()).toBe(0);
  expect(await page.evaluate(() => [scrollY, document.activeElement?.id])).toEqual(before);
  await expectAccessible(page);
  expect(await note.inputValue()).toBe("Half a sentence");

  await fresh(page).click();
  await page.getByText("Three hosts reached with the key").waitFor();
  await expect.poll(() => fresh(page).count(), { timeout: 30_000 }).toBe(0);
  expect(await note.inputValue()).toBe("Half a sentence");
});

test("one's own act shows at once, and is never offered as new", async () => {
  const { page, room } = await twoWindows();
  await openAlive(page, room);
  await page.getByLabel("Add a note to the log").fill("Mine");
  await press(page, "Record");
  await page.getByText(/Recorded/).waitFor();
  await page.getByText("Mine").first().waitFor();
  expect(await fresh(page).count()).toBe(0);
});

test("the board offers what changed on it, and moves neither focus nor scroll until it is asked", async () => {
  const { installation, page, other, room } = await twoWindows();
  const heard = page.waitForResponse(/\/incidents\/events/);
  await page.goto(`${installation.origin}/incidents`);
  await heard;
  await page.getByRole("link", { name: "Declare an incident" }).focus();
  const before = await page.evaluate(() => [scrollY, document.activeElement?.textContent]);
  const offer = page.getByRole("button", { name: /changed/ });
  await addNote(other, room, "Three hosts reached with the key");
  await declare(other, installation.origin, "A laptop left on a train");
  await expect.poll(() => offer.textContent(), { timeout: 10_000 }).toBe("2 incidents changed: show");
  expect(await page.getByText("A laptop left on a train").count()).toBe(0);
  expect(await page.evaluate(() => [scrollY, document.activeElement?.textContent])).toEqual(before);
  await expectAccessible(page);

  await offer.click();
  await page.getByText("A laptop left on a train").waitFor();
  await expect.poll(() => offer.count(), { timeout: 10_000 }).toBe(0);
});

test("a server that is started anew under an open page is found again, with what happened meanwhile", async () => {
  const { installation, page, other, room } = await twoWindows();
  await openAlive(page, room);
  await installation.stop();
  await page.getByText(/Last synced|can't be reached/).waitFor({ timeout: 5000 });
  await expectAccessible(page);
  await installation.restart();
  await addNote(other, room, "Recorded after the restart");
  await fresh(page).waitFor();
  expect(await page.getByText(/Last synced|can't be reached/).count()).toBe(0);
});

test("a page learns that its sign-in has ended, and keeps what was typed in it", async () => {
  const { installation, page, other, room } = await twoWindows();
  await openAlive(page, room);
  await page.getByLabel("Add a note to the log").fill("Typed before");
  await other.goto(`${installation.origin}/settings/account`);
  await press(other, "Sign out here");
  await page.getByText("Your sign-in has ended.").waitFor({ timeout: 15_000 });
  expect(await page.getByLabel("Add a note to the log").inputValue()).toBe("Typed before");
});
