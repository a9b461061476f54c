import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { anOpenRoom, press } from "./installation.ts";

// Two browsers on one thing: whoever comes second sees both and loses nothing.

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium") });
});
afterAll(() => browser.close());

/** Two windows on the form that says how bad it is; the first one's answer is recorded already. */
async function aLateAnswer(javaScriptEnabled: boolean) {
  const { context, page: first, room } = await anOpenRoom(browser);
  const other = await browser.newContext({ storageState: await context.storageState(), javaScriptEnabled });
  onTestFinished(() => other.close());
  const late = await other.newPage();
  await late.goto(`${room}/facts`);
  await first.goto(`${room}/facts`);
  await answer(first, "SEV1", "The customer database was read");
  await first.getByText(/Recorded/).waitFor();
  await answer(late, "SEV3", "Only a test database was read");
  await late.getByText("Someone else recorded this while you typed").waitFor();
  return { late, room };
}

async function answer(page: Page, severity: string, because: string): Promise<void> {
  const form = page.locator("#severity-form");
  await form.locator(`input[value="${severity}"]`).check();
  await form.getByLabel(/Why/).fill(because);
  await form.getByRole("button").last().click();
}

test.each([true, false])(
  "who comes second sees both, and adds theirs as a note (JavaScript: %s)",
  async (javaScriptEnabled) => {
    const { late, room } = await aLateAnswer(javaScriptEnabled);
    await late.getByText("The customer database was read").first().waitFor();
    expect(await late.getByLabel("Yours, not recorded").inputValue()).toBe(
      "SEV3\nOnly a test database was read",
    );
    expect(await late.evaluate(() => document.activeElement?.textContent)).toBe("Add mine as a note");
    if (javaScriptEnabled) await expectAccessible(late);
    await press(late, "Add mine as a note");
    await late.getByText(/Recorded/).waitFor();
    await late.goto(`${room}/log`);
    await late.getByText("Only a test database was read").waitFor();
    await late.getByText("The customer database was read").waitFor();
    await late.goto(`${room}/facts`);
    expect(await late.locator("#severity-form input:checked").getAttribute("value")).toBe("SEV1");
  },
);

test("who comes second records theirs on top, knowing both: neither is lost", async () => {
  const { late, room } = await aLateAnswer(true);
  await press(late, "Record mine as a correction");
  await late.getByText(/Recorded/).waitFor();
  expect(await late.locator("#severity-form input:checked").getAttribute("value")).toBe("SEV3");
  await late.goto(`${room}/log`);
  await late.getByText("Only a test database was read").waitFor();
  await late.getByText("The customer database was read").waitFor();
});

test("who comes second keeps what the other recorded, and their own text is gone for good", async () => {
  const { late, room } = await aLateAnswer(true);
  await press(late, "Keep theirs");
  await expect.poll(() => late.getByText("Someone else recorded this").count(), { timeout: 30_000 }).toBe(0);
  await late.goto(`${room}/facts`);
  expect(await late.locator("#severity-form").getByLabel(/Why/).inputValue()).toBe("");
});
