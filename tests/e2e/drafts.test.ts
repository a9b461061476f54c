import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { anOpenRoom, heading, openAlive, press, signIn } from "./installation.ts";

// Nothing that was typed is lost, whatever happens to the page, the server or the sign-in.

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const WORDS = Array.from({ length: 300 }, (_, index) => `word${index}`).join(" ");

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium") });
});
afterAll(() => browser.close());

async function aRoom() {
  const { installation, context, page, room } = await anOpenRoom(browser);
  const elsewhere = async (options: { readonly javaScriptEnabled?: boolean } = {}) => {
    const other = await browser.newContext({
      storageState: { cookies: await context.cookies(), origins: [] },
      ...options,
    });
    onTestFinished(() => other.close());
    return other.newPage();
  };
  return { installation, context, page, room, elsewhere };
}

const note = (page: Page) => page.getByLabel("Add a note to the log");

async function typed(page: Page, text: string): Promise<void> {
  await note(page).fill(text);
  await page.getByText("Draft saved").waitFor();
}

test("300 words survive a reload, a crash, another device and a page without JavaScript", async () => {
  const { page, context, room, elsewhere } = await aRoom();
  await openAlive(page, room);
  await note(page).fill(WORDS);
  await page.getByText("Saved here").waitFor();
  // At once, in this browser alone: the server has had no time yet.
  await page.reload();
  await page.getByText("You typed this before.").waitFor();
  expect(await note(page).inputValue()).toBe(WORDS);
  await expectAccessible(page);
  await typed(page, `${WORDS} and more`);

  const other = await elsewhere();
  await other.goto(room);
  expect(await note(other).inputValue()).toContain("word299");
  const withoutScript = await elsewhere({ javaScriptEnabled: false });
  await withoutScript.goto(room);
  expect(await note(withoutScript).inputValue()).toContain("word299");

  await page.close({ runBeforeUnload: false });
  const again = await context.newPage();
  await again.goto(room);
  expect(await note(again).inputValue()).toContain("word299");
});

test("what is recorded is no draft any more, here and elsewhere", async () => {
  const { page, room, elsewhere } = await aRoom();
  await openAlive(page, room);
  await typed(page, "Three hosts");
  await press(page, "Record");
  await page.getByText(/Recorded/).waitFor();
  expect(await note(page).inputValue()).toBe("");
  await page.reload();
  expect(await note(page).inputValue()).toBe("");
  const other = await elsewhere();
  await other.goto(room);
  expect(await note(other).inputValue()).toBe("");
});

test("a draft is discarded by its writer, without JavaScript too", async () => {
  const { page, room, elsewhere } = await aRoom();
  await openAlive(page, room);
  await typed(page, "Not wanted");
  const other = await elsewhere({ javaScriptEnabled: false });
  await other.goto(room);
  await press(other, "Discard it");
  expect(await note(other).inputValue()).toBe("");
});

test.each([true, false])(
  "a form whose sign-in was revoked meanwhile stands there filled after signing in again (JavaScript: %s)",
  async (javaScriptEnabled) => {
    const { installation, page: owner, room, elsewhere } = await aRoom();
    const page = await elsewhere({ javaScriptEnabled });
    await page.goto(room);
    await note(page).fill("Typed while the sign-in ended");
    await owner.goto(`${installation.origin}/settings/account`);
    await press(owner, "Sign out here");
    await owner.getByText("You are signed out.").waitFor();
    await press(page, "Record");
    await heading(page, "Sign in");
    await signIn(page);
    await page.getByText("Nothing is recorded yet").waitFor();
    expect(await note(page).inputValue()).toBe("Typed while the sign-in ended");
    await press(page, "Record");
    await page.getByText(/Recorded/).waitFor();
    await page.goto(`${room}/log`);
    expect(await page.getByText("Typed while the sign-in ended").count()).toBe(1);
  },
);

test("a double click on the button records once", async () => {
  const { page, room } = await aRoom();
  await openAlive(page, room);
  await note(page).fill("Only once");
  await page.getByRole("button", { name: "Record", exact: true }).dblclick();
  await page.getByText(/Recorded/).waitFor();
  await page.goto(`${room}/log`);
  expect(await page.getByText("Only once").count()).toBe(1);
});

test("two minutes before the sign-in ends the page says so, and any key asks to go on", async () => {
  const { page, room } = await aRoom();
  await page.clock.install();
  await openAlive(page, room);
  await page.clock.fastForward("07:58:30");
  await page.getByText("Sign-in ends soon").waitFor();
  await expectAccessible(page);
  // The server's clock stands where it was: what it answers is tested beside it.
  const asked = page.waitForResponse(/\/session$/);
  await page.keyboard.press("Shift");
  expect((await asked).status()).toBe(200);
});
