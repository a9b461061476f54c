import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { aDemo, type Demo } from "./installation.ts";

// How a reader comes by their language. That every page is whole in each of them is part of the walk in pages.test.ts.

let browser: Browser;
let server: Demo;

beforeAll(async () => {
  server = await aDemo();
  browser = await chromium.launch({ executablePath: inject("chromium") });
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

/** By the fields' names: their labels are in any language. */
async function signIn(page: Page): Promise<void> {
  await page.goto(`${server.origin}/signin`);
  await page.locator("#sign-in input[name=email]").fill("lin@example.org");
  await page.locator("#sign-in input[name=password]").fill("practice makes calm");
  await page.locator("#sign-in button[type=submit]").click();
  await page.waitForURL("**/incidents");
}

async function signedInPage(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ ...options, storageState: server.sessions.lin });
  return context.newPage();
}

function languageOf(page: Page): Promise<string | null> {
  return page.locator("html").getAttribute("lang");
}

test("before the sign-in a browser can choose, and keeps it", async () => {
  const context = await browser.newContext({ locale: "de-DE" });
  const page = await context.newPage();
  await page.goto(`${server.origin}/signin?to=/settings`);
  expect(await languageOf(page)).toBe("en");
  await page.getByRole("button", { name: "Français" }).click();
  await page.locator("html[lang=fr]").waitFor();
  expect(page.url()).toBe(`${server.origin}/signin?to=/settings`);
  await page.getByRole("button", { name: "简体中文" }).click();
  await page.locator("html[lang=zh-Hans]").waitFor();
  await page.reload();
  expect(await languageOf(page)).toBe("zh-Hans");
  await context.close();
});

test("an account's language and time zone hold in every browser, whatever that one prefers", async () => {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "UTC" });
  const page = await context.newPage();
  await signIn(page);
  await page.goto(`${server.origin}/settings/reading`);
  await page.locator("input[name=language][value=fr]").check();
  await page.locator("select[name=timeZone]").selectOption("Asia/Shanghai");
  await page.locator("#reading button").click();
  await page.locator("html[lang=fr][data-zone='Asia/Shanghai']").waitFor();
  const elsewhere = await browser.newContext({ locale: "zh-CN", timezoneId: "Europe/Paris" });
  const other = await elsewhere.newPage();
  await signIn(other);
  await other.locator("html[lang=fr]").waitFor();
  await other.goto(`${server.origin}/incidents/new`);
  expect(await other.locator("main").innerText()).toContain("Shanghai (vous)");
  await other.goto(`${server.origin}/settings/reading`);
  await other.locator("input[name=language][value='']").check();
  await other.locator("select[name=timeZone]").selectOption("");
  await other.locator("#reading button").click();
  await other.locator("html[lang=zh-Hans]:not([data-zone])").waitFor();
  await context.close();
  await elsewhere.close();
});

test("a page whose words do not come works without them, and comes alive when they do", async () => {
  const page = await signedInPage({ locale: "fr-FR", timezoneId: "Europe/Paris" });
  let refused = 0;
  await page.route("**/messages/*.json", (route) => {
    refused += 1;
    return refused <= 3 ? route.abort() : route.continue();
  });
  await page.goto(`${server.origin}/incidents`);
  // A link of a page that is not alive yet loads the next one whole.
  await page.getByRole("link", { name: "Déclarer un incident" }).click();
  await page.waitForURL("**/incidents/new");
  expect(await languageOf(page)).toBe("fr");
  // The reader's own time is there only once the page is alive.
  await expect.poll(() => page.locator("main").innerText(), { timeout: 20_000 }).toContain("(vous)");
  await page.context().close();
}, 60_000);
