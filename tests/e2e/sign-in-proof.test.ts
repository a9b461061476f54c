import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { aStartedInstallation, heading, PERSON, press, signIn } from "./installation.ts";
import { forgetProofs } from "./proofs.ts";

// Several servers and browsers on a small machine that does other things too.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium") });
});
afterAll(() => browser.close());

test.each([
  { javaScriptEnabled: true, how: "with JavaScript" },
  { javaScriptEnabled: false, how: "without JavaScript" },
])(
  "taking a way in away asks for a fresh proof first, and comes back to the same form, $how",
  async (how) => {
    const installation = await aStartedInstallation();
    onTestFinished(() => installation.remove());
    const context = await browser.newContext({ ...how, storageState: installation.session });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    forgetProofs(installation.folder);

    await page.goto(`${installation.origin}/settings/account/recovery-codes`);
    await heading(page, `Is it still you, ${PERSON.name}?`);
    if (how.javaScriptEnabled) await expectAccessible(page);
    await page.getByLabel("Your password", { exact: true }).fill("not the password of anyone");
    await press(page, "It is me: go on");
    await page.getByRole("alert").getByText("This is not your password.").waitFor();
    await page.getByLabel("Your password", { exact: true }).fill(PERSON.password);
    await press(page, "It is me: go on");
    await heading(page, "Recovery codes");
    expect(page.url()).toBe(`${installation.origin}/settings/account/recovery-codes`);
  },
);

test("someone else's session is not proved by mine", async () => {
  const installation = await aStartedInstallation();
  onTestFinished(() => installation.remove());
  const first = await browser.newContext({ storageState: installation.session });
  onTestFinished(() => first.close());
  forgetProofs(installation.folder);
  const second = await browser.newContext();
  onTestFinished(() => second.close());
  const fresh = await second.newPage();
  await fresh.goto(`${installation.origin}/signin?to=/settings/account/recovery-codes`);
  await signIn(fresh);
  await heading(fresh, "Recovery codes");
  const stale = await first.newPage();
  await stale.goto(`${installation.origin}/settings/account/recovery-codes`);
  await heading(stale, /^Is it still you/);
});
