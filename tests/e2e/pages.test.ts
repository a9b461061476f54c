import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { catalogSource } from "#tests/content/catalogs.ts";
import { atFullHeight, beyond, colourViolationsIn, violationsIn } from "./accessible.ts";
import { PAGES } from "./every-page.ts";
import { aDemo, type Demo } from "./installation.ts";
import { freshProofs } from "./proofs.ts";
import { cutOff, moving, smallTargets, unseen, untold, withoutTextSpacing, withTextSpacing } from "./walk.ts";

// What holds for every page, whatever it shows, in every language: one walk that loads each page once per language and
// then looks at it in every way.

const READERS = [
  { locale: "en-GB", language: "en" },
  { locale: "fr-FR", language: "fr" },
  { locale: "zh-CN", language: "zh-Hans" },
] as const;
type Language = (typeof READERS)[number]["language"];

const SCHEMES = ["light", "dark"] as const;
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1440, height: 900 };

let browser: Browser;
let demo: Demo;
const readers: Reader[] = [];

interface Reader {
  readonly language: Language;
  readonly page: Page;
  /** What the browser complained of since the page was opened. */
  readonly complaints: string[];
}

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium") });
  demo = await aDemo();
  for (const { locale, language } of READERS) readers.push(await aReader(locale, language));
});
afterAll(async () => {
  await browser.close();
  await demo.remove();
});

function newContext(options: BrowserContextOptions) {
  return browser.newContext({ ...options, storageState: demo.sessions.lin });
}

async function aReader(locale: string, language: Language): Promise<Reader> {
  const page = await (await newContext({ locale, hasTouch: true })).newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || /Content Security Policy|Refused to/.test(message.text()))
      complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(demo.origin)) complaints.push(`asked ${request.url()}`);
  });
  return { language, page, complaints };
}

function address(path: (room: string) => string): string {
  return demo.origin + path(new URL(demo.room).pathname);
}

describe.each(PAGES)("the page %s", (name, path) => {
  test("stands up to every way of looking, in every language", async () => {
    freshProofs(demo.folder);
    const faults = await Promise.all(
      readers.map(async (reader) => {
        reader.complaints.length = 0;
        await reader.page.setViewportSize(DESK);
        await reader.page.emulateMedia({
          colorScheme: "light",
          reducedMotion: "reduce",
          forcedColors: "none",
          contrast: "no-preference",
        });
        await reader.page.goto(address(path));
        const found = [...(await faultsOfWords(reader)), ...(await faultsOfLooks(reader.page))];
        // The one page that is not there answers 404, which the browser counts as an error.
        const complaints = name === "nowhere" ? [] : reader.complaints;
        return [...found, ...complaints].map((fault) => `${reader.language}: ${fault}`);
      }),
    );
    expect(faults.flat()).toEqual([]);
  });
});

async function faultsOfWords({ page, language }: Reader): Promise<string[]> {
  const is = await page.locator("html").getAttribute("lang");
  const texts = await textsOf(page);
  const english = englishAlone(language);
  return [
    ...(is === language ? [] : [`marked as ${is}`]),
    ...texts.filter((text) => english.has(text)).map((text) => `English: ${text}`),
    ...texts.filter((text) => catalogSource("en").has(text)).map((text) => `key: ${text}`),
  ];
}

async function faultsOfLooks(page: Page): Promise<string[]> {
  const faults = [...(await untold(page))];
  const note = (look: string, found: readonly string[]) =>
    faults.push(...found.map((fault) => `${look}: ${fault}`));
  const wide = async (look: string) => {
    const pixels = await beyond(page);
    if (pixels > 0) note(look, [`${pixels} pixels beyond the side`]);
  };
  // 320 by 256 is a window of 1280 by 1024 at 400 per cent.
  for (const [width, height] of [
    [320, 256],
    [640, 512],
    [1024, 800],
    [1200, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    await wide(`at ${width}`);
  }
  for (const viewport of [PHONE, DESK]) {
    await page.setViewportSize(viewport);
    const look = `at ${viewport.width}`;
    await wide(look);
    await page.emulateMedia({ forcedColors: "active" });
    note(`${look}, forced colours`, await unseen(page));
    await page.emulateMedia({ forcedColors: "none" });
    await withTextSpacing(page);
    await wide(`${look}, spaced`);
    note(`${look}, spaced`, await cutOff(page));
    await withoutTextSpacing(page);
    if (viewport === PHONE) note(look, [...(await smallTargets(page)), ...(await moving(page))]);
    await atFullHeight(page, viewport.width);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, contrast: "no-preference" });
      const found = colorScheme === "light" ? violationsIn : colourViolationsIn;
      note(`${look}, ${colorScheme}`, await found(page));
      if (viewport === DESK) continue;
      await page.emulateMedia({ contrast: "more" });
      note(`${look}, ${colorScheme}, more contrast`, await colourViolationsIn(page));
    }
    await page.emulateMedia({ colorScheme: "light", contrast: "no-preference" });
  }
  return faults;
}

/** English messages without places whose translation reads otherwise: none of them may stand in a page. */
function englishAlone(language: Language): ReadonlySet<string> {
  if (language === "en") return new Set();
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

test.each([true, false])(
  "the most urgent clock is in sight on every page, in every language, JavaScript %s",
  async (javaScriptEnabled) => {
    await Promise.all(
      READERS.map(async ({ locale, language }) => {
        const page = await (await newContext({ locale, javaScriptEnabled, viewport: PHONE })).newPage();
        for (const [name, path] of PAGES) {
          if (name === "nowhere") continue;
          await page.goto(address(path));
          expect(await page.locator("html").getAttribute("lang"), name).toBe(language);
          expect(await beyond(page), name).toBeLessThanOrEqual(0);
          const pill = page.locator("header .pill");
          for (const viewport of [PHONE, DESK]) {
            await page.setViewportSize(viewport);
            const box = await pill.boundingBox();
            expect((box?.y ?? 740) + (box?.height ?? 0), name).toBeLessThan(120);
          }
          if (language === "en") expect(await page.title(), name).toMatch(/(left|overdue) · .*— Sangfroid$/);
          await page.setViewportSize(PHONE);
        }
        await page.context().close();
      }),
    );
  },
);

test("the room shows what to do above the fold of a phone", async () => {
  const page = await (await newContext({ viewport: PHONE })).newPage();
  await page.goto(demo.room);
  const box = await page.locator("#now .btn--primary").first().boundingBox();
  expect((box?.y ?? 740) + (box?.height ?? 0)).toBeLessThan(740 - 56);
  await page.context().close();
});
