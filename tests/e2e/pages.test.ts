import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { RULES } from "./accessible.ts";
import { LOOKS, PAGES } from "./every-page.ts";
import { type Running, sangfroid, serve, temporaryFolder } from "./sangfroid.ts";

// What holds for every page, whatever it shows: axe finds nothing, nothing runs off to the side, the browser
// refuses nothing under our policy, nothing is asked of anyone else, and codename and clock are in sight.

const PASSWORD = "practice makes calm";

const folder = temporaryFolder();
let browser: Browser;
let server: Running;
let room: string;
let session: BrowserContextOptions["storageState"];

beforeAll(async () => {
  await sangfroid("demo", "--data", folder.path);
  server = await serve(folder.path);
  browser = await chromium.launch({ executablePath: inject("chromium") });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.origin}/signin`);
  await page.getByLabel("Work email").fill("lin@example.org");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in with password" }).click();
  await page.waitForURL("**/incidents");
  room = await hrefOf(page, "article h2 a");
  session = await context.storageState();
  await context.close();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  folder.remove();
});

async function signedInPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    ...options,
    ...(session === undefined ? {} : { storageState: session }),
  });
  return context.newPage();
}

async function hrefOf(page: Page, selector: string): Promise<string> {
  const href = await page.locator(selector).first().getAttribute("href");
  if (href === null) throw new Error(`nothing at ${selector}`);
  return href;
}

test.each(PAGES)("%s: axe finds nothing, wide and light, narrow and dark", async (_name, path) => {
  const page = await signedInPage();
  for (const { colorScheme, ...viewport } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await page.goto(server.origin + path(room));
    await atFullHeight(page, viewport.width);
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
    expect(found, colorScheme).toEqual([]);
  }
  await page.context().close();
});

/** A bar that sticks over a control is no small target: axe measures the page at its whole height. */
async function atFullHeight(page: Page, width: number): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(height, 8000) });
}

test.each(PAGES)("%s: nothing runs off to the side between 320 and 1440 pixels", async (_name, path) => {
  const page = await signedInPage();
  await page.goto(server.origin + path(room));
  for (const width of [320, 360, 640, 1024, 1200, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(beyond, `at ${width}`).toBeLessThanOrEqual(0);
  }
  await page.context().close();
});

test("no page breaks the content security policy or asks anyone else for anything", async () => {
  const page = await signedInPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy|TrustedScript|TrustedHTML|Refused to/.test(message.text()))
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(server.origin)) complaints.push(`asked ${request.url()}`);
  });
  for (const [, path] of PAGES) {
    await page.goto(server.origin + path(room), { waitUntil: "load" });
    await page.getByRole("main").waitFor();
  }
  expect(complaints).toEqual([]);
  await page.context().close();
});

test.each([true, false])(
  "the most urgent clock is in sight on every page, JavaScript %s",
  async (javaScriptEnabled) => {
    const page = await signedInPage({ javaScriptEnabled, viewport: { width: 360, height: 740 } });
    for (const [name, path] of PAGES) {
      if (name === "nowhere") continue;
      await page.goto(server.origin + path(room));
      const pill = page.locator("header .pill");
      await expect.poll(() => pill.isVisible(), { message: name }).toBe(true);
      const box = await pill.boundingBox();
      expect((box?.y ?? 740) + (box?.height ?? 0), name).toBeLessThan(120);
      expect(await page.title(), name).toMatch(/(left|overdue) · .*— Sangfroid$/);
    }
    await page.context().close();
  },
);

test("the room shows what to do above the fold of a phone", async () => {
  const page = await signedInPage({ viewport: { width: 360, height: 740 } });
  await page.goto(server.origin + room);
  const box = await page.locator("#now .btn--primary").first().boundingBox();
  expect((box?.y ?? 740) + (box?.height ?? 0)).toBeLessThan(740 - 56);
  await page.context().close();
});
