import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { anOpenRoom, openAlive, press } from "./installation.ts";

// What a night does to people and machines, and what the pages make of it.

const WORDS = Array.from({ length: 300 }, (_, index) => `word${index}`).join(" ");
const MINUTE = 60_000;

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium") });
});
afterAll(() => browser.close());

async function aPage(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  return context.newPage();
}

test.each([
  ["four minutes fast", 4 * MINUTE, "This device's clock is 4 min fast."],
  ["an hour behind", -60 * MINUTE, "This device's clock is 60 min slow."],
])("a device whose clock is %s says so, and its pages tell the server's time", async (_, shift, said) => {
  const { context, page: rightly, room } = await anOpenRoom(browser);
  const page = await aPage({ storageState: await context.storageState() });
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.addInitScript((by) => {
    const Real = Date;
    globalThis.Date = new Proxy(Real, {
      construct: (_target, given) =>
        given.length === 0 ? new Real(Real.now() + by) : Reflect.construct(Real, given),
      get: (target, name) => (name === "now" ? () => Real.now() + by : Reflect.get(target, name)),
    });
  }, shift);
  await page.goto(room);
  await page.getByText(said).waitFor();
  await page.getByText("Times come from the server.").waitFor();
  await page.getByLabel("Add a note to the log").fill("By a clock that is off");
  await press(page, "Record");
  await page.getByText(/Recorded/).waitFor();
  await rightly.goto(`${room}/log`);
  await page.goto(`${room}/log`);
  const times = (one: Page) => one.locator("ol.log time").evaluateAll((all) => all.map((t) => t.textContent));
  expect(await times(page)).toEqual(await times(rightly));
  const recorded = await page.locator("ol.log time[datetime*=T]").first().getAttribute("datetime");
  expect(Math.abs(Date.parse(recorded ?? "") - Date.now())).toBeLessThan(2 * MINUTE);
  expect(complaints).toEqual([]);
});

test("a server that is started anew while someone types loses none of it, and records it once", async () => {
  const { installation, page, room } = await anOpenRoom(browser);
  await openAlive(page, room);
  const note = page.getByLabel("Add a note to the log");
  await note.fill(WORDS);
  await installation.stop();
  await page.getByText(/Last synced|can't be reached/).waitFor();
  await note.press("End");
  await note.pressSequentially(" and typed while it was away");
  await installation.restart();
  await expect
    .poll(() => page.getByText(/Last synced|can't be reached/).count(), { timeout: 60_000 })
    .toBe(0);
  expect(await note.inputValue()).toBe(`${WORDS} and typed while it was away`);
  await press(page, "Record");
  await page.getByText(/Recorded/).waitFor();
  await page.goto(`${room}/log`);
  expect(await page.getByText("and typed while it was away").count()).toBe(1);
});

test("an incident is declared by keys alone, and a suggested playbook is one tick and one click away", async () => {
  const { installation, page } = await anOpenRoom(browser);
  await page.goto(`${installation.origin}/incidents`);
  await page.locator("html[data-keys]").waitFor({ state: "attached" });
  await page.keyboard.press("i");
  await page.waitForURL("**/incidents/new");
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toMatch(/INPUT|TEXTAREA/);
  await page.keyboard.type("A bucket answered a stranger");
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/\/i\/[0-9A-Z]{26}/);
  expect(await page.title()).toContain("Sangfroid");
  await page.getByText("A bucket answered a stranger").first().waitFor();

  await page.getByLabel("A key, password or token is exposed").check();
  await press(page, "Record what is true");
  const suggested = page.getByRole("region", { name: "Suggested" });
  await suggested.getByRole("button", { name: "Start Leaked access key or token" }).waitFor();
});

test("an act shows within a tenth of a second that it is under way, however long the server takes", async () => {
  const { page, room } = await anOpenRoom(browser);
  await openAlive(page, room);
  await page.route(/\/i\/[0-9A-Z]{26}\.data/, async (route) => {
    if (route.request().method() === "POST") await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue();
  });
  await page.getByLabel("Add a note to the log").fill("Slow to arrive");
  const took = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let pressed = 0;
        addEventListener("click", ({ timeStamp }) => (pressed = timeStamp), { capture: true, once: true });
        new MutationObserver((_, watching) => {
          if (pressed === 0 || !document.body.innerText.includes("Saving")) return;
          watching.disconnect();
          requestAnimationFrame(() => resolve(performance.now() - pressed));
        }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      }),
  );
  await press(page, "Record");
  expect(await took).toBeLessThan(100);
});
