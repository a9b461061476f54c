import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { withOneByteChanged } from "./bundle-byte.ts";
import { type Running, sangfroid, serve, temporaryFolder } from "./sangfroid.ts";

// The whole story once with JavaScript and once without: from an empty folder to a bundle that a stranger checks.

const PASSWORD = "four calm words before dawn";

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium") });
});
afterAll(() => browser.close());

describe.each([
  { javaScriptEnabled: true, how: "with JavaScript" },
  { javaScriptEnabled: false, how: "without JavaScript" },
])("a leaked-key incident, $how", ({ javaScriptEnabled }) => {
  test("runs from set-up to a bundle that verifies, and one changed byte is named", async () => {
    const folder = temporaryFolder();
    onTestFinished(() => folder.remove());
    const server = await serve(folder.path);
    onTestFinished(() => server.stop());
    const context = await browser.newContext({ javaScriptEnabled, acceptDownloads: true });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    await setUp(page, server);
    await declare(page);
    await startPlaybook(page);
    const room = page.url().replace(/[?#].*/, "");
    await firstSteps(page, room);
    await page.goto(room);
    await page.getByRole("link", { name: "Export" }).first().click();
    await page.getByLabel("A court or the police").check();
    const bundle = await download(page, folder.path, () => press(page, "Export bundle"));
    const vkey = await download(page, folder.path, () =>
      page.getByRole("link", { name: "Verifier key" }).click(),
    );
    await context.close();
    await server.stop();

    const rebuilt = await sangfroid("rebuild", "--check", "--data", folder.path);
    expect(rebuilt, rebuilt.stderr).toMatchObject({ code: 0 });

    const verified = await sangfroid("verify", bundle, "--vkey", vkey);
    expect(verified.stdout + verified.stderr).toMatch(/intact/i);
    expect(verified.code).toBe(0);
    expect(await verifyPage(bundle)).toMatch(/intact/i);

    const changed = withOneByteChanged(bundle);
    const told = await sangfroid("verify", changed.path, "--vkey", vkey);
    expect(told.code).toBe(1);
    expect(told.stdout + told.stderr).toContain(`#${changed.entry}`);
    const shown = await verifyPage(changed.path);
    expect(shown).toMatch(/tampered/i);
    expect(shown).toContain(`#${changed.entry}`);
  });
});

async function setUp(page: Page, server: Running): Promise<void> {
  if (server.setUpLink === undefined) throw new Error("the first start prints a set-up link");
  await page.goto(server.setUpLink);
  await page.getByLabel("Name of the organisation").fill("Lumenport");
  await press(page, "Save and go to step 2");
  await page.getByLabel("Name", { exact: true }).fill("Lin Wei");
  await page.getByLabel("Work email").fill("lin@lumenport.example");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await press(page, "Save and go on");
  await press(page, "Go to step 3 without codes");
  await page.getByLabel("I have printed the card").check();
  await press(page, "Go to step 4");
  await page.getByLabel("Both are away from this server").check();
  await press(page, "Finish and open the board");
  await page.getByText("No open incidents").waitFor();
}

async function declare(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Declare an incident" }).first().click();
  await page.getByLabel("What happened?").fill("Access key published in a blog post");
  await page.getByLabel("Paste a link or a message").fill("https://blog.example/how-we-deploy");
  await press(page, "Declare the incident");
  await page.getByRole("heading", { name: "Which of these are true?" }).waitFor();
}

async function startPlaybook(page: Page): Promise<void> {
  await page.getByLabel("A key, password or token is exposed").check();
  await record(page, "Record what is true");
  await record(page, "Start Leaked access key or token");
}

async function firstSteps(page: Page, room: string): Promise<void> {
  const step = (key: string) => page.goto(`${room}/steps/r1.${key}`);
  const done = async (number: number) => {
    await answerAll(page, "As said aloud on the bridge");
    await record(page, `Mark step ${number} done`);
  };

  // 1 clock.t0 is done by declaring. 2 key.id
  await step("key.id");
  await proof(page, "Key id and last 4 characters", "AKIA5EXAMPLEDRQX7Q2F, ends 7Q2F");
  await proof(page, "Account and user", "lumenport-prod, billing-export");
  await done(2);
  await addItem(page, room, "Leaked keys", "AKIA, ends 7Q2F");

  // 3 pub.snap is skipped with a reason
  await step("pub.snap");
  await open(page, "Skip with a reason");
  await page.getByLabel("It was done elsewhere").check();
  await page.getByLabel("In your words").fill("The host sent us its own copy");
  await record(page, "Skip step 3");
  await page.getByText("Skipped").first().waitFor();

  // 4 to 6, for the one key
  await step("key.off.i1");
  await proof(page, "The provider's answer", "UpdateAccessKey 200, request 7f3c, 14:12 UTC");
  await done(4);
  await step("key.dead.i1");
  await everyProof(page, "InvalidClientTokenId at 14:15, 14:17 and 14:20 UTC");
  await done(5);
  await step("sess.cut.i1");
  await everyProof(page, "Deny in force since 14:16, oldest token ends 2026-11-26 02:00 UTC");
  await done(6);

  // 7 roles.lead, 8 PAUSE-1
  await step("roles.lead");
  await everyProof(page, "Lin leads, side channel is the phone bridge");
  await done(7);
  await step("PAUSE-1");
  await done(8);

  // 9 D.used: cannot tell
  await step("D.used");
  await page.getByRole("radio", { name: /^Cannot tell/ }).check();
  await page.getByLabel("Because").fill("The control log covers 90 days, the key was public for 140");
  await record(page, "Record the decision");
  await page.getByText("Cannot tell").first().waitFor();

  // A note of what happened earlier, and its correction
  await page.goto(room);
  await open(page, "It happened earlier");
  await page.getByLabel("When it happened").fill("2026-11-20T09:02");
  await page.getByLabel("Add a note to the log").fill("The post went up, 3 hosts answered");
  await record(page, "Record");
  await page.goto(`${room}/log`);
  await page.getByText("The post went up, 3 hosts answered").first().waitFor();
  await correct(page, "The post went up, 2 hosts answered");
}

async function correct(page: Page, text: string): Promise<void> {
  await page
    .getByRole("link", { name: /^Correct(?!ions)/ })
    .first()
    .click();
  await page.getByLabel("What is right").fill(text);
  await page.getByLabel("Why the entry is wrong").fill("Two of the three names were one machine");
  await record(page, "Record the correction");
  await page.getByText(text).first().waitFor();
}

async function addItem(page: Page, room: string, list: string, label: string): Promise<void> {
  await page.goto(`${room}/plan`);
  const panel = page.getByRole("region", { name: list });
  await panel.getByRole("textbox").fill(label);
  const before = page.url();
  await panel.getByRole("button", { name: "Add this key" }).click();
  await page.waitForURL((url) => url.href !== before && url.searchParams.has("recorded"));
  await page.getByText(label).first().waitFor();
}

/** Pastes words as the proof that the step asks for under this label. */
async function proof(page: Page, rule: string, words: string): Promise<void> {
  const choice = page.getByLabel("What it proves");
  if (!(await choice.isVisible())) await open(page, "Add proof");
  await choice.selectOption({ label: (await labelOf(page, rule)) ?? rule });
  await page.getByLabel("Or paste the output").fill(words);
  await record(page, "Add this proof");
  await page.getByText(words).first().waitFor();
}

async function everyProof(page: Page, words: string): Promise<void> {
  const rules = await page.getByLabel("What it proves").locator("option").allTextContents();
  for (const [index, rule] of rules.slice(0, -1).entries())
    await proof(page, rule, `${words} (${index + 1})`);
}

async function labelOf(page: Page, start: string): Promise<string | undefined> {
  const labels = await page.getByLabel("What it proves").locator("option").allTextContents();
  return labels.find((label) => label.startsWith(start));
}

async function answerAll(page: Page, answer: string): Promise<void> {
  for (const field of await page.locator('#done [name^="fields."]').all()) await field.fill(answer);
}

async function open(page: Page, summary: string): Promise<void> {
  await page.locator("summary").filter({ hasText: summary }).click();
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

/** Presses, and waits until the page says which entry was recorded. */
async function record(page: Page, name: string): Promise<void> {
  const before = page.url();
  await press(page, name);
  await page.waitForURL((url) => url.href !== before && url.searchParams.has("recorded"));
}

async function download(page: Page, folder: string, act: () => Promise<void>): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent("download"), act()]);
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

/** Opens the verifier from disk, without a server or network, and gives it the bundle. */
async function verifyPage(bundle: string): Promise<string> {
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  await page.goto(pathToFileURL(resolve("build/verify.html")).href);
  await page.getByLabel("Bundle", { exact: true }).setInputFiles(bundle);
  await press(page, "Verify");
  await page.getByRole("status").filter({ hasText: "Done." }).waitFor();
  const text = await page.locator("#result").innerText();
  await context.close();
  return text;
}
