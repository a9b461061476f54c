import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { anInstallation, heading, PERSON, press, setUp } from "./installation.ts";

// Several servers and browsers on a small machine that does other things too.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium") });
});
afterAll(() => browser.close());

async function aNewInstallation() {
  const installation = await anInstallation();
  onTestFinished(() => installation.remove());
  return installation;
}

describe.each([
  { javaScriptEnabled: true, how: "with JavaScript" },
  { javaScriptEnabled: false, how: "without JavaScript" },
])("$how", ({ javaScriptEnabled }) => {
  test("setting up ends on the board, signed in, and its link works once", async () => {
    const { origin, setUpLink } = await aNewInstallation();
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await setUp(page, setUpLink);
    expect(page.url()).toBe(`${origin}/incidents`);
    await page.getByText("Lin Wei, your account").waitFor({ state: "attached" });

    await page.goto(setUpLink);
    expect(page.url()).toBe(`${origin}/incidents`);
    const stranger = await (await browser.newContext({ javaScriptEnabled })).newPage();
    await stranger.goto(setUpLink);
    expect(new URL(stranger.url()).pathname).toBe("/signin");
  });

  test("a refused step says why beside each field and keeps what was typed", async () => {
    const { setUpLink } = await aNewInstallation();
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
    await page.goto(setUpLink);
    await press(page, "Save and go to step 2");
    await page.getByRole("alert").getByRole("link", { name: "Give the name of the organisation." }).waitFor();
    await page.getByLabel("Name of the organisation").fill("Lumenport");
    await press(page, "Save and go to step 2");

    await page.getByLabel("Name", { exact: true }).fill(PERSON.name);
    await page.getByLabel("Work email").fill("lin at lumenport");
    await page.getByLabel("Password", { exact: true }).fill("too short");
    await press(page, "Save and go on");
    const alert = page.getByRole("alert");
    await alert.getByRole("link", { name: "An address looks like lin@example.org." }).waitFor();
    await alert.getByRole("link", { name: /At least 15 characters/ }).waitFor();
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe(PERSON.name);
    expect(await page.getByLabel("Work email").inputValue()).toBe("lin at lumenport");
    expect(await page.content()).not.toContain("too short");
  });
});

test("a set-up that was left goes on where it stopped", async () => {
  const { origin, setUpLink } = await aNewInstallation();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(setUpLink);
  expect(page.url(), "the token stays in no address").toBe(`${origin}/setup`);
  await page.getByLabel("Name of the organisation").fill("Lumenport");
  await press(page, "Save and go to step 2");
  await heading(page, "You");
  await page.close();

  const again = await context.newPage();
  await again.goto(setUpLink);
  await heading(again, "You");
  await again.getByRole("link", { name: "Back to step 1" }).click();
  expect(await again.getByLabel("Name of the organisation").inputValue()).toBe("Lumenport");
});

test("whoever has no token, a wrong one, or comes second is told so", async () => {
  const { origin, setUpLink } = await aNewInstallation();
  const visit = async (address: string) => {
    const page = await (await browser.newContext()).newPage();
    const status = (await page.goto(address))?.status();
    return { status, text: await page.getByRole("main").innerText() };
  };
  expect(await visit(`${origin}/setup`)).toMatchObject({
    status: 403,
    text: expect.stringContaining("printed in the server's console"),
  });
  expect(await visit(`${origin}/setup?token=guessed`)).toMatchObject({
    status: 403,
    text: expect.stringContaining("The setup token does not match."),
  });
  expect((await visit(setUpLink)).text).toContain("Your organisation");
  expect(await visit(setUpLink)).toMatchObject({
    status: 409,
    text: expect.stringMatching(
      /Already being set up by (127\.0\.0\.1|::1) since \d{4}-\d\d-\d\d \d\d:\d\d UTC\./,
    ),
  });
  expect((await visit(`${origin}/incidents`)).text, "the empty house has no open door").toContain("console");
});

test("each screen of the set-up can be used by everyone", async () => {
  const { setUpLink } = await aNewInstallation();
  const page = await (await browser.newContext()).newPage();
  await page.goto(setUpLink);
  await expectAccessible(page);
  await page.getByLabel("Name of the organisation").fill("Lumenport");
  await press(page, "Save and go to step 2");
  await heading(page, "You");
  await page.getByLabel("Name", { exact: true }).fill(PERSON.name);
  await page.getByLabel("Work email").fill(PERSON.email);
  await page.getByLabel("Password", { exact: true }).fill(PERSON.password);
  await press(page, "Show the password");
  expect(await page.getByLabel("Password", { exact: true }).getAttribute("type")).toBe("text");
  await expectAccessible(page);
  await press(page, "Save and go on");
  await heading(page, "Your recovery codes");
  await expectAccessible(page);
  await press(page, "Make eight codes");
  const codes = page.getByRole("list", { name: `Recovery codes of ${PERSON.email}` }).getByRole("listitem");
  await codes.first().waitFor();
  expect(new Set(await codes.allInnerTexts()).size).toBe(8);
  await page.getByRole("button", { name: "Print the codes" }).waitFor();
  await expectAccessible(page);
  await press(page, "I have stored them, go to step 3");
  await heading(page, "The log key");
  await expectAccessible(page);
  await press(page, "Go to step 4");
  await page.getByRole("alert").getByText("Print the card or write the words down").waitFor();
  await page.getByLabel("I have printed the card").check();
  await press(page, "Go to step 4");
  await heading(page, "A copy outside");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download the checkpoint" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("sangfroid.checkpoint");
  await expectAccessible(page);
});
