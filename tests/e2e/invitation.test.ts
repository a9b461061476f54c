import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { aStartedInstallation, declare, heading, type Installation, press } from "./installation.ts";

// Someone from outside comes to help, and an incident is kept to its team.

/** Twenty looks of axe, on a machine that does other things too. */
const LONG = { timeout: 600_000 };

let browser: Browser;
let installation: Installation;
let lead: Page;

beforeAll(async () => {
  const started = await aStartedInstallation();
  installation = started;
  browser = await chromium.launch({ executablePath: inject("chromium") });
  lead = await (await browser.newContext({ storageState: started.session })).newPage();
});
afterAll(async () => {
  await browser.close();
  await installation.remove();
});

/** An incident in which something is to be done; answers the address of its room. */
async function anIncident(title: string): Promise<string> {
  const room = await declare(lead, installation.origin, title);
  await lead.getByLabel("A key, password or token is exposed").check();
  await record(lead, "Record what is true");
  await record(lead, "Start Leaked access key or token");
  return room;
}

/** As a lead does it; answers the link, shown this once. */
async function invited(room: string, email: string, role: string): Promise<string> {
  await lead.goto(`${room}/people/invite`);
  await lead.getByLabel("Email address").fill(email);
  await lead.getByLabel("With the role").selectOption(role);
  await press(lead, "Make the link");
  await lead.getByText("Shown this once").waitFor();
  return (await lead.locator("pre code").first().textContent()) ?? "";
}

async function named(page: Page, name: string): Promise<void> {
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("A new password").fill("four calm words before dawn");
  await press(page, "Come in");
  await page.waitForURL(/\/i\/[0-9A-Z]{26}/);
}

async function proof(page: Page, rule: string, words: string): Promise<void> {
  const choice = page.getByLabel("What it proves");
  if (!(await choice.isVisible())) await page.getByText("Add proof", { exact: true }).click();
  const labels = await choice.locator("option").allTextContents();
  await choice.selectOption({ label: labels.find((label) => label.startsWith(rule)) ?? rule });
  await page.getByLabel("Or paste the output").fill(words);
  await record(page, "Add this proof");
}

/** Presses, and waits until the page says which entry was recorded. */
async function record(page: Page, name: string): Promise<void> {
  const before = page.url();
  await press(page, name);
  await page.waitForURL((url) => url.href !== before && url.searchParams.has("recorded"));
}

test.each([true, false])(
  "a guest on a phone goes from the link to a completed step within a minute, JavaScript %s",
  async (javaScriptEnabled) => {
    const room = await anIncident("Access key published in a blog post");
    const email = `kim-${javaScriptEnabled}@supplier.example`;
    const link = await invited(room, email, "technical");
    const viewport = { width: 360, height: 740 };
    const phone = await (await browser.newContext({ viewport, javaScriptEnabled })).newPage();
    const began = Date.now();
    await phone.goto(link);
    await named(phone, "Kim Andersen");
    await heading(phone, "Identify the key without pasting the secret");
    await proof(phone, "Key id and last 4 characters", "AKIA5EXAMPLEDRQX7Q2F, ends 7Q2F");
    await proof(phone, 'Account and user, or "unknown owner"', "lumenport-prod, billing-export");
    await record(phone, "Mark step 2 done");
    expect(Date.now() - began).toBeLessThan(60_000);
    await lead.goto(`${room}/steps/r1.key.id`);
    await lead.getByText("Kim Andersen").first().waitFor();
    // The link is used up.
    const another = await (await browser.newContext()).newPage();
    await another.goto(link);
    await heading(another, "This invitation is over");
    // And the guest sees this incident alone, and no one's account.
    const forbidden = await phone.goto(`${installation.origin}/settings/people`);
    expect(forbidden?.status()).toBe(403);
  },
);

test("the pages of people are accessible, and say what restricting and lifting do", LONG, async () => {
  const room = await anIncident("Customer lists copied before someone left");
  await invited(room, "kim@supplier.example", "supplier");
  await expectAccessible(lead);
  await lead.goto(`${room}/people`);
  await expectAccessible(lead);
  await lead.getByLabel("Why only the team may see it").fill("It concerns a colleague");
  await press(lead, "Restrict it to the team");
  await lead.getByText("Only the team sees this incident.").waitFor();
  await lead.goto(`${room}/people/lift`);
  await lead.getByText("what was read stays read", { exact: false }).waitFor();
  await expectAccessible(lead);
  for (const page of ["/settings/people", "/settings/let-in"]) {
    await lead.goto(installation.origin + page);
    await expectAccessible(lead);
  }
  await lead.goto(`${installation.origin}/settings/people`);
  await lead.getByRole("link", { name: "Edit Lin Wei" }).click();
  await heading(lead, "Lin Wei");
  await expectAccessible(lead);
});

test("deactivating signs a guest out at once, and their name stays on what they did", async () => {
  const room = await anIncident("A laptop was lost");
  const link = await invited(room, "omar@supplier.example", "technical");
  const guest = await (await browser.newContext()).newPage();
  await guest.goto(link);
  await named(guest, "Omar Haddad");
  await lead.goto(`${installation.origin}/settings/people`);
  await lead.getByRole("link", { name: "Edit Omar Haddad" }).click();
  await lead.getByLabel("Why the account ends").fill("The supplier is done");
  await press(lead, "Deactivate Omar Haddad");
  await lead.getByText("The account is deactivated.", { exact: false }).waitFor();
  await guest.goto(room);
  await heading(guest, /Sign in/);
  await lead.goto(`${room}/log`);
  await lead.getByText("Omar Haddad was deactivated").first().waitFor();
});
