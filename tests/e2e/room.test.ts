import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { aDemo, type Demo, declare } from "./installation.ts";

// The room as its people use it: by keys, by forms alone, on paper, on a wall, from hand to hand.

let browser: Browser;
let server: Demo;
let lin: BrowserContext;
let room: string;

beforeAll(async () => {
  server = await aDemo();
  room = server.room;
  browser = await chromium.launch({ executablePath: inject("chromium") });
  lin = await signedIn("lin");
});
afterAll(async () => {
  await browser.close();
  await server.remove();
});

function signedIn(who: keyof Demo["sessions"], javaScriptEnabled = true): Promise<BrowserContext> {
  return browser.newContext({ javaScriptEnabled, storageState: server.sessions[who] });
}

/** Until the keyboard has come: only then are there keys to press. */
async function ready(page: Page, address: string): Promise<Page> {
  await page.goto(address);
  await page.locator("html[data-keys]").waitFor({ state: "attached" });
  return page;
}

const TYPED = "Something typed that no wall shows";

/** Of an incident of its own: the address of the wall, and of the page that closes it. */
async function aWall(page: Page): Promise<{ readonly address: string; readonly walls: string }> {
  const walls = `${await declare(page, server.origin, TYPED)}/walls`;
  await page.goto(walls);
  await page.getByRole("button", { name: "Open a wall screen" }).click();
  const address = await page.locator(".inset--accent a").getAttribute("href");
  return { address: address ?? "", walls };
}

describe("by keys alone", () => {
  test("c leads into the note, and a letter typed there is a letter", async () => {
    const page = await ready(await lin.newPage(), room);
    await page.keyboard.press("c");
    await page.keyboard.type("jxno by key");
    await page.keyboard.press("Control+Enter");
    await page.getByText("jxno by key").first().waitFor();
    expect(new URL(page.url()).pathname).toBe(new URL(room).pathname);
    await page.close();
  });

  test("j and k move the focus along the steps, x opens the focused one", async () => {
    const page = await ready(await lin.newPage(), room);
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("href"));
    await page.keyboard.press("j");
    const first = await focused();
    await page.keyboard.press("j");
    expect(await focused()).not.toBe(first);
    await page.keyboard.press("k");
    expect(await focused()).toBe(first);
    await page.keyboard.press("x");
    await page.waitForURL(`**${first}#done`);
    await page.close();
  });

  test("Tab enters a list of rows once and leaves it; arrows move inside, and the row is kept", async () => {
    const page = await ready(await lin.newPage(), room);
    const inside = () =>
      page.evaluate(() => {
        const rows = [...document.querySelectorAll("ol.steps:not(details *) [data-row]")];
        return rows.indexOf(document.activeElement ?? document.body);
      });
    await page.locator("ol.steps:not(details *) [data-row]").first().focus();
    await page.keyboard.press("ArrowDown");
    expect(await inside()).toBe(1);
    await page.keyboard.press("Tab");
    expect(await inside()).toBe(-1);
    await page.keyboard.press("Shift+Tab");
    expect(await inside()).toBe(1);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Shift+Tab");
    expect(await inside()).toBe(-1);
    await page.close();
  });

  test("g then l goes to the log, n comes back to Now", async () => {
    const page = await ready(await lin.newPage(), room);
    await page.keyboard.press("g");
    await page.keyboard.press("l");
    await page.waitForURL("**/log");
    await page.keyboard.press("n");
    await page.waitForURL(room);
    await page.close();
  });

  test("the palette finds an act by its name, opens its page, and Esc gives the focus back", async () => {
    const page = await ready(await lin.newPage(), room);
    const find = page.getByRole("link", { name: "Find" });
    await find.focus();
    await page.keyboard.press("Control+k");
    const box = page.getByRole("combobox", { name: "What do you want to do?" });
    await box.waitFor();
    await page.keyboard.press("Escape");
    await box.waitFor({ state: "detached" });
    expect(await find.evaluate((link) => link === document.activeElement)).toBe(true);
    await page.keyboard.press("Control+k");
    await box.fill("hand ov");
    await page.getByRole("option", { name: "Hand over the lead" }).waitFor();
    const active = await box.getAttribute("aria-activedescendant");
    expect(await page.locator(`[id="${active}"]`).getAttribute("aria-selected")).toBe("true");
    await page.getByRole("option", { name: "Hand over the lead" }).click();
    await page.waitForURL("**/handover");
    await page.close();
  });

  test("every key of the page stands in the list that ? opens, printed on its control", async () => {
    const page = await ready(await lin.newPage(), room);
    await page.keyboard.press("?");
    const dialog = page.getByRole("dialog", { name: "Keys on this page" });
    await dialog.waitFor();
    const keys = await page.evaluate(() => [
      ...new Set([...document.querySelectorAll<HTMLElement>("[data-key]")].map((one) => one.dataset.key)),
    ]);
    expect(keys).toEqual(expect.arrayContaining(["x", "o", "c", "n"]));
    for (const key of keys)
      await dialog
        .getByText(key ?? "", { exact: true })
        .first()
        .waitFor();
    await page.close();
  });

  test("single letters do nothing for whoever switched them off, and are not printed", async () => {
    const zoe = await signedIn("zoe");
    const page = await ready(await zoe.newPage(), `${server.origin}/settings/reading`);
    await page.getByLabel("Single letters act on a page").uncheck();
    await page.getByRole("button", { name: "Use this language and time zone" }).click();
    await page.waitForURL("**/settings/reading?done");
    await ready(page, room);
    await page.keyboard.press("c");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
    expect(await page.locator(".hotkey").first().isVisible()).toBe(false);
    expect(await page.locator('[data-row][tabindex="-1"]').count()).toBe(0);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await zoe.close();
  });
});

describe("by forms alone", () => {
  test("the lead is handed over with a sheet; it changes when the receiver has said it back", async () => {
    const [giver, receiver] = [await signedIn("lin", false), await signedIn("omar", false)];
    const page = await giver.newPage();
    await page.goto(`${room}/handover`);
    await page.getByLabel("Hand over the lead to").selectOption({ label: "Omar Haddad" });
    await page.getByLabel("If … then").fill("If the key comes back to life, call the provider\n\n");
    await page.getByRole("button", { name: "Offer the lead" }).click();
    await page.getByText("Only Omar Haddad can take it.").waitFor();
    await page.goto(`${room}`);
    expect(await page.locator("#people").textContent()).toMatch(/Lin Wei · Lead/);

    const other = await receiver.newPage();
    await other.goto(`${room}/handover`);
    await other.getByText("If the key comes back to life, call the provider").waitFor();
    await other.getByLabel("The plan, in your own words").fill("I watch the key; if it lives, I call");
    await other.getByRole("button", { name: "I have the lead" }).click();
    await other.waitForURL(/recorded=/);
    expect(await other.locator("#people").textContent()).toMatch(/Omar Haddad · Lead/);
    await other.goto(`${room}/handover`);
    expect(await other.locator(".hash").textContent()).toMatch(/^[0-9a-f]{64}$/);
    await giver.close();
    await receiver.close();
  });

  test("who asked to hold something is on record in the room and at the decision", async () => {
    const omar = await signedIn("omar", false);
    const page = await omar.newPage();
    await page.goto(`${room}/voices`);
    await page.getByLabel("Who asks").fill("The sales director");
    await page.getByLabel("In which words").fill("Wait until the quarter is signed");
    await page.getByRole("button", { name: "Record the request" }).click();
    for (const path of ["", "/steps/r1.D.used", "/voices"]) {
      await page.goto(room + path);
      await page.getByText("Wait until the quarter is signed").first().waitFor();
    }
    await omar.close();
  });

  test("a wall shows the codename and nothing typed to whoever has its address, and closes", async () => {
    const giver = await signedIn("lin", false);
    const page = await giver.newPage();
    const { address, walls } = await aWall(page);
    const stranger = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    const wall = await stranger.newPage();
    await wall.goto(address);
    expect(await wall.locator("main").textContent()).not.toContain(TYPED);
    const sizes = await wall.evaluate(() =>
      [...document.querySelectorAll("main *")]
        .filter((one) => one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3))
        .filter((one) => one.closest(".sr") === null)
        .map((one) => Number.parseFloat(getComputedStyle(one).fontSize)),
    );
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(34);
    await page.goto(walls);
    await page.getByRole("button", { name: "Close it" }).click();
    expect((await wall.goto(address))?.status()).toBe(404);
    expect((await wall.goto(`${address.slice(0, -3)}xxx`))?.status()).toBe(404);
    await stranger.close();
    await giver.close();
  });
});

test("a wall that hears nothing says so within half a minute", async () => {
  const opener = await lin.newPage();
  const { address } = await aWall(opener);
  const page = await lin.newPage();
  await page.clock.install();
  await page.goto(address, { waitUntil: "networkidle" });
  await page.route("**/now", (route) => route.abort());
  await page.clock.runFor(31_000);
  await page.getByRole("status").filter({ hasText: "Last update" }).waitFor();
  await opener.close();
  await page.close();
});

test("on paper a handover is one page, and every page says which state of the log it shows", async () => {
  const page = await lin.newPage();
  await page.emulateMedia({ media: "print" });
  for (const path of ["", "/steps/r1.key.more", "/log", "/handover", "/print"]) {
    await page.goto(room + path);
    const foot = page.locator(".print-foot");
    expect(await foot.textContent(), path).toMatch(/\d+ entries, root [0-9a-f]{64}, printed at \d{4}-.* UTC/);
    expect(await page.locator(".rail").isVisible(), path).toBe(false);
  }
  await page.goto(`${room}/handover`);
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBe(1);
  await page.close();
});

test("read aloud shows one step, large, and the next after it", async () => {
  const page = await lin.newPage();
  await page.goto(`${room}/reader`);
  const size = await page
    .locator(".reader p")
    .nth(1)
    .evaluate((one) => getComputedStyle(one).fontSize);
  expect(Number.parseFloat(size)).toBeGreaterThanOrEqual(28);
  const first = await page.locator("h1").textContent();
  await page.getByRole("link", { name: "Next" }).click();
  await expect.poll(() => page.locator("h1").textContent()).not.toBe(first);
  await page.close();
});
