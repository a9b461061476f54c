import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { aStartedInstallation, heading, type Installation, PERSON, press, signIn } from "./installation.ts";

// Several servers and browsers on a small machine that does other things too.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let browser: Browser;
let installation: Installation;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium") });
  installation = await aStartedInstallation();
});
afterAll(async () => {
  await browser.close();
  await installation.remove();
});

async function aSignedInContext(): Promise<BrowserContext> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${installation.origin}/signin`);
  await signIn(page);
  await heading(page, "Open incidents");
  await page.close();
  return context;
}

test.each([
  { javaScriptEnabled: true, how: "with JavaScript" },
  { javaScriptEnabled: false, how: "without JavaScript" },
])("whoever asks for a page signs in and goes on to it, $how", async ({ javaScriptEnabled }) => {
  const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
  await page.goto(`${installation.origin}/settings/log-key?from=mail`);
  await heading(page, "Sign in");
  await page.getByText("Then you go on to the page you asked for.").waitFor();
  await signIn(page);
  await page.getByRole("heading", { name: "How the logs stand" }).waitFor();
  expect(page.url()).toBe(`${installation.origin}/settings/log-key?from=mail`);
});

test.each([
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example",
  "/\t/evil.example",
  "/.//evil.example",
  "javascript:alert(1)",
  "incidents",
])("a sign-in never leads to %s", async (to) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${installation.origin}/signin?${new URLSearchParams({ to })}`);
  await signIn(page);
  await heading(page, "Open incidents");
  expect(page.url()).toBe(`${installation.origin}/incidents`);
});

test("a wrong half is not named, the email stays, and the password is not sent back", async () => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  const answers: string[] = [];
  for (const email of [PERSON.email, "nobody@lumenport.example"]) {
    await page.goto(`${installation.origin}/signin`);
    await page.getByLabel("Work email").fill(email);
    await page.getByLabel("Password", { exact: true }).fill("not the password of anyone");
    await press(page, "Sign in with password");
    answers.push(await page.getByRole("alert").innerText());
    expect(await page.getByLabel("Work email").inputValue()).toBe(email);
    expect(await page.content()).not.toContain("not the password of anyone");
  }
  expect(answers[0]).toBe(answers[1]);
});

test("after five wrong passwords the page says when to try again", async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${installation.origin}/signin`);
  for (let tries = 0; tries < 5; tries++) {
    await page.getByLabel("Work email").fill("omar@lumenport.example");
    await page.getByLabel("Password", { exact: true }).fill("not the password of anyone");
    await press(page, "Sign in with password");
    await page.getByRole("alert").waitFor();
  }
  await press(page, "Sign in with password");
  await page.getByText(/^Too many tries\. Try again at \d\d:\d\d UTC, or use another way\.$/).waitFor();
});

test("signing out ends the sign-in in every tab of this browser", async () => {
  const context = await aSignedInContext();
  const other = await context.newPage();
  await other.goto(`${installation.origin}/incidents`);
  const page = await context.newPage();
  await page.goto(`${installation.origin}/settings/account`);
  await expectAccessible(page);
  await press(page, "Sign out here");
  await page.getByText("You are signed out.").waitFor();
  await other.reload();
  await heading(other, "Sign in");
});

test("signing out everywhere ends the sign-ins of other browsers too", async () => {
  const phone = await aSignedInContext();
  const laptop = await aSignedInContext();
  const page = await laptop.newPage();
  await page.goto(`${installation.origin}/settings/account`);
  await press(page, "Sign out everywhere");
  await heading(page, "Sign in");
  const elsewhere = await phone.newPage();
  await elsewhere.goto(`${installation.origin}/incidents`);
  await heading(elsewhere, "Sign in");
});

test("the settings show what each role may do, and the key", async () => {
  const page = await (await aSignedInContext()).newPage();
  await page.goto(`${installation.origin}/settings`);
  const cells = (act: string) => page.getByRole("row", { name: act }).getByRole("cell").allInnerTexts();
  // Lead, technical, the others, privacy and legal, supplier, observer, not on the team.
  expect(await cells("Close the incident")).toEqual(["F2", "Yes", "No", "No", "No", "No", "No", "No"]);
  expect(await cells("Erase words or a file")).toEqual(["F3", "Yes", "No", "No", "Yes", "No", "No", "No"]);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Log key" }).click();
  await page.getByRole("heading", { name: "Key card of Lumenport" }).waitFor();
  await expectAccessible(page);
});

test.each([
  ["/signin", "Sign in with password", "**/signin.data*"],
  ["/settings/account", "Change my name", "**/account.data*"],
])(
  "a failure of the server while %s is open shows what to do, not a blank page",
  async (path, button, action) => {
    const page = await (await (path === "/signin" ? browser.newContext() : aSignedInContext())).newPage();
    await page.route(action, (route) =>
      route.request().method() === "POST" ? route.fulfill({ status: 500, body: "broken" }) : route.continue(),
    );
    await page.goto(installation.origin + path);
    // Before it is hydrated, the form would go to the server itself.
    await page.waitForLoadState("networkidle");
    await press(page, button);
    await heading(page, "Something broke here");
  },
);
