import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { anInstallation, aStartedInstallation, heading, PERSON, press, signIn } from "./installation.ts";
import { withAuthenticator } from "./virtual-authenticator.ts";

// Several servers and browsers on a small machine that does other things too.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium") });
});
afterAll(() => browser.close());

async function aContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  return context;
}

async function anInstallationThatIsSetUp() {
  const installation = await aStartedInstallation();
  onTestFinished(() => installation.remove());
  return { ...installation, context: await aContext({ storageState: installation.session }) };
}

/** What the browser complains of: a breach of the page's policy is among it. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
}

test("a responder makes a passkey, signs out, and signs in with it", async () => {
  const { origin, context } = await anInstallationThatIsSetUp();
  const page = await context.newPage();
  await withAuthenticator(page);
  const complaints = complaintsOf(page);

  await page.goto(`${origin}/settings/account`);
  await page.getByRole("link", { name: "Add a passkey" }).click();
  await heading(page, "Add a passkey");
  await page.getByLabel("Name of this passkey").fill("Work laptop");
  await expectAccessible(page);
  await press(page, "Create a passkey");
  await page.getByText("Your passkey is added.").waitFor();
  await page.getByText("Work laptop", { exact: true }).first().waitFor();
  await expectAccessible(page);

  // A browser that fills nothing in by itself leaves the button.
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
  await page.goto(`${origin}/settings/account`);
  await press(page, "Sign out here");
  await heading(page, "Sign in");
  await page.reload();
  await press(page, "Use a passkey");
  await heading(page, "Open incidents");
  await page.goto(`${origin}/settings/account`);
  await page
    .getByText(/last used \d{4}-/)
    .first()
    .waitFor();
  expect(complaints).toEqual([]);
});

test("a browser that fills passkeys in signs in without a button pressed", async () => {
  const { origin, context } = await anInstallationThatIsSetUp();
  const page = await context.newPage();
  await withAuthenticator(page);
  await page.goto(`${origin}/settings/account/passkey`);
  await press(page, "Create a passkey");
  await page.getByText("Your passkey is added.").waitFor();
  await context.clearCookies();
  // The device agrees by itself, as a person does who takes the passkey that the address field offers.
  await page.goto(`${origin}/signin?to=/settings/log-key`);
  await page.getByRole("heading", { name: "How the logs stand" }).waitFor();
});

test("the first administrator sets up with a passkey and no password", async () => {
  const installation = await anInstallation();
  onTestFinished(() => installation.remove());
  const page = await (await aContext()).newPage();
  await withAuthenticator(page);
  await page.goto(installation.setUpLink);
  await page.getByLabel("Name of the organisation").fill("Lumenport");
  await press(page, "Save and go to step 2");
  await heading(page, "You");
  await press(page, "Create a passkey and go on");
  await page.getByRole("alert").getByRole("link", { name: "Give your name." }).waitFor();
  await page.getByLabel("Name", { exact: true }).fill(PERSON.name);
  await page.getByLabel("Work email").fill(PERSON.email);
  await press(page, "Create a passkey and go on");
  await heading(page, "Your recovery codes");

  await page.goto(`${installation.origin}/settings/account`);
  await page.getByText("You have none.").waitFor();
  await page.getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("alert").getByText("This is your only way in.").waitFor();
});

test("a device that does not know who holds it signs nobody in, and the other ways stay open", async () => {
  const { origin } = await anInstallationThatIsSetUp();
  const page = await (await aContext()).newPage();
  await withAuthenticator(page);
  await page.goto(`${origin}/signin`);
  await press(page, "Use a passkey");
  await page.getByRole("alert").getByText("No passkey was used.").waitFor();
  await expectAccessible(page);
  await signIn(page);
  await heading(page, "Open incidents");
});

test("without JavaScript the page says that a passkey needs it, and the password signs in", async () => {
  const { origin } = await anInstallationThatIsSetUp();
  const context = await browser.newContext({ javaScriptEnabled: false });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(`${origin}/signin`);
  // Text inside noscript is not found by its words.
  expect(await page.locator("noscript p").innerText()).toContain("A passkey needs JavaScript");
  expect(await page.getByRole("button", { name: "Use a passkey" }).isVisible()).toBe(false);
  await signIn(page);
  await heading(page, "Open incidents");
});

test("only a page that asks for a passkey loads the code for it", async () => {
  const { origin } = await anInstallationThatIsSetUp();
  const page = await (await aContext()).newPage();
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto(`${origin}/signin`);
  await expect.poll(() => loaded.some((path) => path.includes("passkey-browser"))).toBe(true);
  await signIn(page);
  await heading(page, "Open incidents");
  loaded.length = 0;
  await page.goto(`${origin}/incidents`, { waitUntil: "commit" });
  // The board listens: from then on its JavaScript is at work.
  await page.waitForResponse(/\/incidents\/events/);
  expect(loaded.filter((path) => path.includes("passkey"))).toEqual([]);
});
