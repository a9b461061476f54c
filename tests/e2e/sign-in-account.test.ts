import { Secret, TOTP } from "otpauth";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { aStartedInstallation, heading, PERSON, press, type Started, signIn } from "./installation.ts";
import { sangfroid, sangfroidTold } from "./sangfroid.ts";

// Several servers and browsers on a small machine that does other things too.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const EITHER = [
  { javaScriptEnabled: true, how: "with JavaScript" },
  { javaScriptEnabled: false, how: "without JavaScript" },
];

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium") });
});
afterAll(() => browser.close());

async function aSetUpInstallation(): Promise<Started> {
  const installation = await aStartedInstallation();
  onTestFinished(() => installation.remove());
  return installation;
}

type BrowserOptions = Pick<BrowserContextOptions, "javaScriptEnabled" | "userAgent" | "storageState">;

const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";

async function aPage(options: BrowserOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  return context.newPage();
}

/** By the form: a sign-in of its own, beside the one that the installation came with. */
async function aSignedInPage(origin: string, options: BrowserOptions = {}) {
  const page = await aPage(options);
  await page.goto(`${origin}/signin`);
  await signIn(page);
  await heading(page, "Open incidents");
  return page;
}

function codeOf(key: string): string {
  return new TOTP({ secret: Secret.fromBase32(key.replaceAll(" ", "")) }).generate();
}

test.each(EITHER)(
  "codes from an app are turned on, asked for, and a recovery code stands in, $how",
  async (how) => {
    const { origin, session } = await aSetUpInstallation();
    const page = await aPage({ ...how, storageState: session });
    await page.goto(`${origin}/settings/account/two-step`);
    const key = await page.locator("pre.note").innerText();
    await page.getByLabel("Code that the app shows now").fill("000000");
    await press(page, "Ask for a code from now on");
    await page.getByRole("alert").getByText("This code is not right").waitFor();
    expect(await page.locator("pre.note").innerText(), "the app has this key already").toBe(key);
    await page.getByLabel("Code that the app shows now").fill(codeOf(key));
    await press(page, "Ask for a code from now on");
    const sheet = page.getByRole("list", { name: `Recovery codes of ${PERSON.email}` }).getByRole("listitem");
    await sheet.first().waitFor();
    const codes = await sheet.allInnerTexts();
    expect(codes).toHaveLength(8);

    const again = await aPage(how);
    await again.goto(`${origin}/signin?to=/settings/log-key`);
    await signIn(again);
    await heading(again, "Your code");
    await again.getByLabel("Code from your app").fill("000000");
    await press(again, "Go on");
    await again.getByRole("alert").getByText("This code is not right").waitFor();
    await again.getByLabel("Code from your app").fill(codes[0] ?? "");
    await press(again, "Go on");
    await again.getByRole("heading", { name: "How the logs stand" }).waitFor();
    await again.goto(`${origin}/settings/account`);
    await again.getByText("7 left, on the paper you printed.").waitFor();
  },
);

test("every page of the account can be used by everyone", async () => {
  const { origin, session } = await aSetUpInstallation();
  const page = await aPage({ storageState: session });
  for (const path of [
    "/settings/account",
    "/settings/account/password",
    "/settings/account/passkey",
    "/settings/account/two-step",
    "/settings/account/recovery-codes",
    "/settings/break-glass",
  ]) {
    await page.goto(origin + path);
    await expectAccessible(page);
  }
  await page.goto(`${origin}/settings/account/recovery-codes`);
  await press(page, "Make eight codes");
  await page.getByRole("list", { name: /^Recovery codes/ }).waitFor();
  await expectAccessible(page);
});

test("every page before the sign-in can be used by everyone", async () => {
  const { origin } = await aSetUpInstallation();
  const page = await aPage();
  for (const path of ["/signin", "/signin/recovery", "/signin/link?secret=x"]) {
    await page.goto(origin + path);
    await expectAccessible(page);
  }
});

test.each(EITHER)("a new password signs the other browsers out, $how", async (how) => {
  const { origin, session } = await aSetUpInstallation();
  const phone = await aSignedInPage(origin);
  const page = await aPage({ ...how, storageState: session });
  await page.goto(`${origin}/settings/account/password`);
  await page.getByLabel("Your password now").fill(PERSON.password);
  await page.getByLabel("New password", { exact: true }).fill("too short");
  await press(page, "Change it and sign out my other browsers");
  await page
    .getByRole("alert")
    .getByText(/At least 15 characters/)
    .waitFor();
  expect(await page.content()).not.toContain(PERSON.password);
  await page.getByLabel("Your password now").fill(PERSON.password);
  await page.getByLabel("New password", { exact: true }).fill("another four calm words");
  await press(page, "Change it and sign out my other browsers");
  await page.getByText("Your other browsers are signed out.").waitFor();
  await phone.goto(`${origin}/incidents`);
  await heading(phone, "Sign in");
  await signIn(phone, "another four calm words");
  await heading(phone, "Open incidents");
});

test.each(EITHER)("one browser is signed out from another one's list, $how", async (how) => {
  const { origin, session } = await aSetUpInstallation();
  const phone = await aSignedInPage(origin, { userAgent: IPHONE });
  const page = await aPage({ ...how, storageState: session });
  await page.goto(`${origin}/settings/account`);
  await press(page, "Sign out Safari on iPhone");
  await page.getByText("That browser is signed out.").waitFor();
  await phone.goto(`${origin}/incidents`);
  await heading(phone, "Sign in");
  await page.goto(`${origin}/incidents`);
  await heading(page, "Open incidents");
});

test.each(EITHER)(
  "a link from an administrator lets in once and asks for a new password, $how",
  async (how) => {
    const { origin, folder } = await aSetUpInstallation();
    const made = await sangfroid("user", "link", "--email", PERSON.email, "--data", folder);
    const { link } = JSON.parse(made.stdout);
    const address = origin + link.slice("http://localhost:3000".length);
    const page = await aPage(how);
    await page.goto(address);
    await press(page, "Sign in");
    await heading(page, "Change your password");
    await page.getByLabel("New password", { exact: true }).fill("another four calm words");
    await press(page, "Change it and sign out my other browsers");
    await page.getByText("Your password is changed.").waitFor();

    const second = await aPage(how);
    await second.goto(address);
    await press(second, "Sign in");
    await second.getByRole("alert").getByText("This link was used").waitFor();
  },
);

test.each(EITHER)(
  "a break-glass account opens for two people, and every administrator is told, $how",
  async (how) => {
    const { origin, folder, session } = await aSetUpInstallation();
    const password = "six words that nobody knows alone";
    await sangfroidTold(
      password,
      "user",
      "add",
      "--email",
      "glass@lumenport.example",
      "--name",
      "Emergency",
      "--password-stdin",
      "--data",
      folder,
    );
    await sangfroid("user", "break-glass", "--email", "glass@lumenport.example", "--data", folder);
    const page = await aPage(how);
    await page.goto(`${origin}/signin`);
    await page.getByLabel("Work email").fill("glass@lumenport.example");
    await page.getByLabel("Password", { exact: true }).fill(password);
    await press(page, "Sign in with password");
    await heading(page, "A second person");
    await expectAccessibleIf(how.javaScriptEnabled, page);
    await press(page, "They have confirmed: go on");
    await page.getByRole("alert").getByText("Nobody has confirmed yet.").waitFor();

    const second = await aPage({ ...how, storageState: session });
    await second.goto(`${origin}/settings/break-glass`);
    await second.getByRole("button", { name: /^Confirm/ }).click();
    await second.getByText("None waits.").waitFor();
    await press(page, "They have confirmed: go on");
    await heading(page, "Open incidents");

    await second.goto(`${origin}/incidents`);
    await second
      .getByRole("region", { name: "Break-glass" })
      .getByText("Emergency was opened by two people.")
      .waitFor();
    await expectAccessibleIf(how.javaScriptEnabled, second);
    await second.getByRole("link", { name: "Look and confirm" }).click();
    await second.getByRole("button", { name: /^I have seen it/ }).click();
    await second.getByText("None that you have not seen.").waitFor();
    expect(await second.getByRole("region", { name: "Break-glass" }).count()).toBe(0);
  },
);

function expectAccessibleIf(scripts: boolean, page: Page): Promise<void> {
  return scripts ? expectAccessible(page) : Promise.resolve();
}
