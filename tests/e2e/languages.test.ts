import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { catalogSource } from "#tests/content/catalogs.ts";
import { RULES } from "./accessible.ts";
import { LOOKS, PAGES } from "./every-page.ts";
import { type Running, sangfroid, serve, temporaryFolder } from "./sangfroid.ts";

// What holds for every page in every language: its words are of that language, nothing runs off to the side with
// longer words or with none to break at, and axe finds nothing. English is what every other journey is walked in.

const READERS = [
  { locale: "fr-FR", language: "fr" },
  { locale: "zh-CN", language: "zh-Hans" },
] as const;

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
  await signIn(page);
  const href = await page.locator("article h2 a").first().getAttribute("href");
  if (href === null) throw new Error("no incident is open");
  room = href;
  session = await context.storageState();
  await context.close();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  folder.remove();
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
  const kept = session === undefined ? {} : { storageState: session };
  const context = await browser.newContext({ ...options, ...kept });
  return context.newPage();
}

function languageOf(page: Page): Promise<string | null> {
  return page.locator("html").getAttribute("lang");
}

/** English messages without places whose translation reads otherwise: none of them may stand in a page. */
function englishAlone(language: string): ReadonlySet<string> {
  const theirs = catalogSource(language);
  const alone = [...catalogSource("en")].filter(
    ([key, said]) => !/[{<]/.test(said) && theirs.get(key) !== said,
  );
  const shared = new Set(theirs.values());
  return new Set(alone.map(([, said]) => said).filter((said) => said.length > 3 && !shared.has(said)));
}

/** Whole texts of elements, as a person sees them, but for what is marked as another language. */
function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      if (element === null || element.closest("script, style, noscript, q, [lang]:not(html)") !== null)
        continue;
      texts.push((node.textContent ?? "").trim());
    }
    return texts;
  });
}

describe.each(READERS)("a reader of $language", ({ locale, language }) => {
  test.each(PAGES)(
    "finds the page %s in their words, whole at both widths, and axe finds nothing",
    async (name, path) => {
      const page = await signedInPage({ locale });
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" && name !== "nowhere") complaints.push(message.text());
      });
      await page.goto(server.origin + path(room));
      expect(await languageOf(page)).toBe(language);
      for (const { colorScheme, ...viewport } of LOOKS) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(viewport);
        const { scrollWidth, scrollHeight } = await page.evaluate(() => {
          const { scrollWidth, scrollHeight } = document.documentElement;
          return { scrollWidth, scrollHeight };
        });
        expect(scrollWidth, `at ${viewport.width}`).toBeLessThanOrEqual(viewport.width);
        await page.setViewportSize({ width: viewport.width, height: Math.min(scrollHeight, 8000) });
        const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
        ).toEqual([]);
      }
      const english = englishAlone(language);
      const texts = await textsOf(page);
      expect(texts.filter((text) => english.has(text))).toEqual([]);
      expect(
        texts.filter((text) => /^[a-z-]+\.[a-z-]+$/.test(text) && catalogSource("en").has(text)),
      ).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  test("reads every page without JavaScript", async () => {
    const page = await signedInPage({ locale, javaScriptEnabled: false });
    for (const [name, path] of PAGES) {
      await page.goto(server.origin + path(room));
      expect(await languageOf(page), name).toBe(language);
      const english = englishAlone(language);
      const texts = await page.locator("h1, h2, nav a, button, label").allInnerTexts();
      expect(
        texts.filter((text) => english.has(text.trim())),
        name,
      ).toEqual([]);
    }
    await page.context().close();
  });
});

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
