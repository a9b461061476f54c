import { readFileSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { addNote, aStartedInstallation, heading, press } from "./installation.ts";
import { sangfroid } from "./sangfroid.ts";
import { tamper } from "./tampering.ts";

// Several servers and browsers on a small machine that does other things too.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium") });
});
afterAll(() => browser.close());

async function anIncident() {
  const installation = await aStartedInstallation();
  onTestFinished(() => installation.remove());
  const { room, session: storageState } = installation;
  const context = await browser.newContext({ acceptDownloads: true, storageState });
  const page = await context.newPage();
  await addNote(page, room, "3 hosts reached with the key");
  return { installation, context, page, room };
}

/** Another browser of the same person: it has no memory of any log. */
async function anotherBrowser(
  context: BrowserContext,
  options: { readonly javaScriptEnabled?: boolean } = {},
) {
  const storageState = await context.storageState();
  return (await browser.newContext({ storageState, acceptDownloads: true, ...options })).newPage();
}

async function save(page: Page, press: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return download.path();
}

test("a log is verified in the browser, in five plain sentences, and a new entry is verified too", async () => {
  const { page, room } = await anIncident();
  await page.goto(`${room}/verify`);
  await page.getByText("Verified 5 entries, just now, in this browser").waitFor();
  expect(
    await page.getByRole("region", { name: "What was checked" }).getByRole("listitem").allInnerTexts(),
  ).toEqual([
    "Each of the 5 entries matches its fingerprint",
    "They chain to one root",
    expect.stringMatching(/^The root is signed by the key( [a-z]+){8}$/),
    expect.stringContaining("No outside witness is configured"),
    expect.stringMatching(/^It extends the root you saved at \d entries/),
  ]);
  await expectAccessible(page);
  await addNote(page, room, "The post is down");
  await page.goto(`${room}/verify`);
  await page.getByText("Verified 6 entries").waitFor();
  await press(page, "Verify again");
  await page.getByText("Verified 6 entries").waitFor();
});

test("without JavaScript the page says how to verify without us", async () => {
  const { context, room } = await anIncident();
  const page = await anotherBrowser(context, { javaScriptEnabled: false });
  await page.goto(`${room}/verify`);
  await page.getByText("If nothing happens here, your browser runs no scripts").waitFor();
  await page.getByText(/^node verify\.mjs /).waitFor();
});

test("a value changed in the database is named with both fingerprints, and the export names it too", async () => {
  const { installation, context, room } = await anIncident();
  await installation.stop();
  const changed = tamper(
    installation.folder,
    `UPDATE payload SET value = '"2 hosts reached with the key"' WHERE value = '"3 hosts reached with the key"'`,
  );
  expect(changed).toBe(1);
  await installation.restart();

  const page = await anotherBrowser(context);
  await page.goto(`${room}/verify`);
  await heading(page, "Entry #4 does not match its fingerprint");
  const differs = page.getByRole("region", { name: "What differs" });
  await differs.getByText("2 hosts reached with the key").waitFor();
  const [expected = "", actual = ""] = (await differs.locator(".hash").allInnerTexts()).map((hash) =>
    hash.replaceAll(/\s/g, ""),
  );
  expect(expected).toMatch(/^[0-9a-f]{64}$/);
  expect(actual).toMatch(/^[0-9a-f]{64}$/);
  expect(actual).not.toBe(expected);
  await expectAccessible(page);

  const bundle = await save(page, () => page.getByRole("link", { name: "Export now" }).click());
  const told = await sangfroid("verify", bundle);
  expect(told.code).toBe(1);
  expect(told.stdout).toContain("#4");
});

test("an entry changed in the database leads from every page to the check, which names it", async () => {
  const { installation, context, room } = await anIncident();
  await installation.stop();
  expect(
    tamper(
      installation.folder,
      "UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), 'note-added', 'step-added') AS BLOB) WHERE CAST(leaf AS TEXT) LIKE '%note-added%'",
    ),
  ).toBe(1);
  await installation.restart();

  const page = await anotherBrowser(context);
  await page.goto(room);
  await heading(page, "Entry #4 does not match its fingerprint");
  const said = page.getByRole("region", { name: "What was checked" });
  await said.getByText("1 of 5 entries does not match its fingerprint").waitFor();
  await said.getByText("They do not chain to the root of the checkpoint").waitFor();
  const bundle = await save(page, () => page.getByRole("link", { name: "Export now" }).click());
  const told = await sangfroid("verify", bundle);
  expect(told.code).toBe(1);
  expect(told.stdout).toContain("#4");
});

test("entries gone from the database leave a rescue export, one click from every page, with and without JavaScript", async () => {
  const { installation, context, room } = await anIncident();
  await installation.stop();
  const gone = "seq = 3 AND log = (SELECT id FROM log WHERE origin LIKE '%/i/%')";
  expect(
    tamper(installation.folder, `DELETE FROM payload WHERE ${gone}`, `DELETE FROM entry WHERE ${gone}`),
  ).toBe(2);
  await installation.restart();

  for (const javaScriptEnabled of [true, false]) {
    const page = await anotherBrowser(context, { javaScriptEnabled });
    await page.goto(room);
    if (javaScriptEnabled) await heading(page, /^Entry #3|entries do not match/);
    else await page.getByText("Log not verifying.").waitFor();
    const rescue = await save(page, () => page.getByRole("link", { name: "Export now" }).first().click());
    const told = await sangfroid("verify", rescue);
    expect(told.code).toBe(2);
    expect(told.stdout.replaceAll("\n", " ")).toContain("unsigned rescue export");
    expect(readFileSync(rescue).includes("#3 is missing")).toBe(true);
    if (javaScriptEnabled) await expectAccessible(page);
  }
});

test("an export takes two clicks from the room, and what its audience is not given is said and still verifies", async () => {
  const { installation, page, room } = await anIncident();
  const { origin } = installation;
  await page.goto(room);
  await page.getByRole("navigation", { name: "Incident" }).getByRole("link", { name: "Export" }).click();
  const whole = await save(page, () => press(page, "Export bundle"));
  await expectAccessible(page);
  const vkey = await save(page, () => page.getByRole("link", { name: "Verifier key" }).click());
  expect(await sangfroid("verify", whole, "--vkey", vkey, "--json")).toMatchObject({ code: 0 });

  await page.getByLabel("An insurer").check();
  const part = await save(page, () => press(page, "Export bundle"));
  const { code, stdout } = await sangfroid("verify", part, "--vkey", vkey, "--json");
  expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, word: "intact", withheld: ["#3 name"] });
  expect(readFileSync(whole).includes("Lin Wei")).toBe(true);
  expect(readFileSync(part).includes("Lin Wei")).toBe(false);
  const unknown = await page.request.get(`${origin}${new URL(room).pathname}/bundle?for=press`);
  expect(unknown.status()).toBe(404);
});

test("what people take out of a log leaves as a file, and for nobody else", async () => {
  const { installation, context, room } = await anIncident();
  const { request } = context;
  const name = 'log "of" ../../naïve\u202egpj.html';
  const file = { name, mimeType: "text/html", buffer: Buffer.from("<script>alert(1)</script>") };
  const attached = await request.post(room.replace("/i/", "/api/v1/incidents/").concat("/evidence"), {
    headers: { "Sec-Fetch-Site": "same-origin", "Idempotency-Key": "one" },
    multipart: { file, value: "The page as it was" },
  });
  expect(attached.status(), await attached.text()).toBe(201);
  const { entries } = await attached.json();

  const path = new URL(room).pathname;
  const files = {
    [`${path}/evidence/${entries[0].seq}`]: /filename\*=UTF-8''[^;]*na%C3%AFve_gpj\.html$/,
    [`${path}/receipts/4`]: /-4\.tlog-proof$/,
    [`${path}/checkpoint`]: /\.checkpoint$/,
    [`${path}/consistency?from=2`]: /\.consistency$/,
    [`${path}/vkey`]: /\.vkey$/,
    [`${path}/bundle`]: /\.zip$/,
    "/log/checkpoint": /sangfroid\.checkpoint$/,
    "/log/consistency?from=1": /sangfroid\.consistency$/,
    "/log/vkey": /sangfroid\.vkey$/,
  };
  const stranger = (await browser.newContext()).request;
  for (const [address, disposition] of Object.entries(files)) {
    const answer = await request.get(installation.origin + address);
    expect(answer.status(), address).toBe(200);
    const headers = answer.headers();
    expect(headers["content-disposition"], address).toMatch(/^attachment; filename="[ -~]+"; filename\*=/);
    expect(headers["content-disposition"], address).toMatch(disposition);
    expect(headers, address).toMatchObject({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    expect(headers["content-security-policy"], address).toMatch(/, ?sandbox$/);
    const unknown = await request.get(
      installation.origin + address.replace(/\/i\/.{26}/, `/i/${"0".repeat(26)}`),
    );
    if (address.startsWith("/i/")) expect(unknown.status(), address).toBe(404);
    const refused = await stranger.get(installation.origin + address, { maxRedirects: 0 });
    expect(refused.status(), address).toBe(302);
    expect(refused.headers().location, address).toMatch(/^\/signin\?to=/);
  }
  for (const missing of [
    `${path}/receipts/99`,
    `${path}/receipts/x`,
    `${path}/evidence/4`,
    `${path}/consistency?from=99`,
  ]) {
    expect((await request.get(installation.origin + missing)).status(), missing).toBe(404);
  }
});
