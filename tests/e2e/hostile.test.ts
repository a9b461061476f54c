import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { playbookOf } from "#app/core/playbook/content-hash.ts";
import { type Playbook, templateSchema } from "#app/core/playbook/template.ts";
import { addPerson } from "#app/server/auth/people.ts";
import { aCommand, done } from "#tests/store/a-house.ts";
import { contentOf } from "./bundle-byte.ts";
import { PAGES } from "./every-page.ts";
import { actorAs, aFurnishedInstallation, type Inside } from "./furnished.ts";
import type { Started } from "./installation.ts";
import { PAYLOADS } from "./payloads.ts";

// Whatever someone types, names a file or writes into a playbook, a page shows it as the text it is.

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("chromium") });
});
afterAll(() => browser.close());

const SHELL = { auth: "shell", k: "system", u: "system" } as const;

/** All of them, in as many texts of at most so many characters as it takes. */
function inTexts(max: number): readonly string[] {
  const texts: string[] = [];
  for (const payload of PAYLOADS) {
    const longer = `${texts.at(-1) ?? ""} ${payload}`;
    if (texts.length > 0 && longer.length <= max) texts[texts.length - 1] = longer;
    else texts.push(payload.slice(0, max));
  }
  return texts;
}

const LINES = inTexts(290);
const TITLES = inTexts(80);
const [WORDS = "", MORE_WORDS = ""] = inTexts(7_000);

/** Every text in it is one of theirs. The checks on a playbook's words refuse such a file: here it got past them. */
function aHostilePlaybook(): Playbook {
  const line = (n: number) => LINES[n % LINES.length] ?? "";
  const title = (n: number) => TITLES[n % TITLES.length] ?? "";
  const steps = TITLES.map((_, n) => ({
    key: `step.${n}`,
    phase: "P0",
    track: "first",
    title: title(n),
    why: line(n),
    mode: "read-do",
    danger: 0,
    do: [line(n), line(n + 1)],
    expect: line(n),
    if_not: line(n),
    snippets: [{ provider: title(n), label: title(n + 1), text: line(n) }],
    evidence: [{ key: "proof", label: title(n), kind: "value" }],
    done_when: line(n),
  }));
  const file = {
    id: "hostile",
    version: "1.0.0",
    language: "en",
    title: title(0),
    summary: line(0),
    entry_conditions: [line(1)],
    exit_conditions: [{ when: line(2), go_to: "leaked-key" }],
    last_drilled: null,
    collections: [{ key: "keys", title: title(3), item: "key", hint: line(3) }],
    phases: [{ key: "P0", title: title(4) }],
    tracks: [{ key: "first", title: title(5) }],
    killer_steps: ["step.0"],
    steps,
  };
  return playbookOf(templateSchema.parse(file));
}

async function fillWithAll({ house, ref, lin }: Inside): Promise<void> {
  const give = (kind: string, more: Record<string, unknown>) =>
    done(house, lin, ref, aCommand({ kind, ...more }));
  await give("start-playbook", { playbookId: "leaked-key" });
  await give("start-playbook", { playbookId: "hostile" });
  for (const line of LINES) await give("set-title", { title: line });
  for (const line of LINES) await give("add-item", { collection: "leaked_keys", label: line });
  for (const [n, title] of TITLES.entries()) {
    await give("add-step", {
      runId: "r1",
      phase: "P0",
      track: "first",
      title,
      why: WORDS,
      doneWhen: LINES[n % LINES.length],
    });
  }
  for (const [n, text] of [WORDS, MORE_WORDS].entries()) {
    await give("add-note", { text });
    await give("log-pressure", { from: LINES[0], words: text, authority: LINES[1] });
    await give("set-severity", { severity: n === 0 ? "SEV1" : "SEV2", because: text });
    await give("add-evidence", { stepId: "r1.key.id", key: "key-id", value: text });
    await give("block-step", { stepId: "r1.key.more", reason: text, needs: text, asked: LINES[2] });
    await give("unblock-step", { stepId: "r1.key.more", changed: text });
  }
  const noted = await give("add-note", { text: WORDS });
  const seq = noted.size - 1;
  await give("correct-entry", { seq, text: WORDS, because: MORE_WORDS });
  await give("skip-step", { stepId: "r1.pub.snap", reasonCode: "done-elsewhere", reason: WORDS });
  for (const [n, name] of LINES.slice(0, 12).entries()) {
    const added = await addPerson(house, SHELL, { email: `p${n}@example.org`, name, role: "member" });
    if (!added.ok) throw new Error(added.error.code);
    const person = actorAs(added.value.value);
    await done(house, person, ref, aCommand({ kind: "join", roles: ["executive"] }));
    if (n === 0) await give("hand-over", { to: person.userId, brief: WORDS, ifThen: [MORE_WORDS] });
  }
}

interface Tripwire {
  readonly context: BrowserContext;
  /** What ran, and what the browser had to keep from running. */
  readonly tripped: string[];
}

async function aTripwire(storageState?: Started["session"]): Promise<Tripwire> {
  const context = await browser.newContext(storageState === undefined ? {} : { storageState });
  const tripped: string[] = [];
  await context.exposeFunction("tripped", () => tripped.push("ran"));
  await context.exposeFunction("policyHeld", (what: string) => tripped.push(`held back: ${what}`));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, sample }) => {
      void Reflect.get(window, "policyHeld")(`${violatedDirective} ${sample}`);
    });
  });
  context.on("dialog", (dialog) => {
    tripped.push("a dialog");
    void dialog.dismiss();
  });
  return { context, tripped };
}

/** Elements that only a text taken for markup can have made. */
function madeOfText(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .filter(
        (one) =>
          one.hasAttribute("tripwire") ||
          [...one.attributes].some(({ name, value }) => {
            if (/^on/i.test(name)) return true;
            const leads = ["href", "src", "action", "formaction", "xlink:href"].includes(name);
            return leads && /^\W*(javascript|vbscript|data:text)/i.test(value);
          }),
      )
      .map((one) => one.outerHTML.slice(0, 160)),
  );
}

async function look(page: Page, address: string): Promise<string[]> {
  await page.goto(address);
  for (const key of ["Tab", "Tab", "Tab"]) await page.keyboard.press(key);
  return (await madeOfText(page)).map((element) => `${address}: ${element}`);
}

test("two hundred ways to make a page run a text are on the list, each once", () => {
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(200);
  expect(new Set(PAYLOADS).size).toBe(PAYLOADS.length);
});

test("none of them runs on any page, in the bundle's report or in the verifier, and none becomes an element", async () => {
  const started = await aFurnishedInstallation({ playbooks: [aHostilePlaybook()], fill: fillWithAll });
  const { origin, room, session, folder } = started;
  const { context, tripped } = await aTripwire(session);
  const page = await context.newPage();
  for (const name of LINES.slice(0, 10)) {
    const attached = await page.request.post(room.replace("/i/", "/api/v1/incidents/").concat("/evidence"), {
      headers: { "Sec-Fetch-Site": "same-origin" },
      multipart: {
        file: { name: name.replace(/["\r\n]/g, "'"), mimeType: "text/html", buffer: Buffer.from(WORDS) },
        value: WORDS,
      },
    });
    expect(attached.status(), await attached.text()).toBe(201);
  }
  await page.goto(`${room}/walls`);
  await page.getByRole("button", { name: "Open a wall screen" }).click();
  const wall = (await page.locator(".inset--accent a").getAttribute("href")) ?? "";

  const path = new URL(room).pathname;
  const addresses = new Set([
    ...PAGES.map(([, of]) => origin + of(path)),
    `${origin}/search?q=${encodeURIComponent("tripwire")}`,
    `${origin}/search?q=${encodeURIComponent(PAYLOADS[0] ?? "")}`,
    `${room}/log?text=${encodeURIComponent(`"><img tripwire src=x onerror=tripped()>`)}`,
    `${room}/steps/r1.key.id`,
    `${room}/steps/r1.pub.snap`,
    `${room}/steps/r2.step.0`,
    `${room}/steps/r2.step.7`,
    `${room}/%3Cimg%20tripwire%20src=x%20onerror=tripped()%3E`,
    `${origin}/signin?to=${encodeURIComponent("javascript:tripped()")}`,
    wall,
  ]);
  const made: string[] = [];
  for (const address of addresses) made.push(...(await look(page, address)));
  // The whole log, page by page.
  await page.goto(`${room}/log`);
  for (let older = page.locator("#entries a[href*='before=']"); (await older.count()) > 0; ) {
    made.push(...(await look(page, origin + (await older.first().getAttribute("href")))));
  }
  await page.goto(`${room}/log?before=40`);
  expect(await page.getByText("tripwire").count(), "they are there, as text").toBeGreaterThan(0);

  const bundle = join(folder, "all.zip");
  writeFileSync(bundle, await (await page.request.get(`${room}/bundle`)).body());
  const report = join(folder, "report.html");
  writeFileSync(report, contentOf(readFileSync(bundle), "report.html"));
  expect(readFileSync(report, "utf8")).toContain("tripwire");
  made.push(...(await look(page, pathToFileURL(report).href)));
  await page.goto(pathToFileURL(resolve("build/verify.html")).href);
  await page.getByLabel("Bundle", { exact: true }).setInputFiles(bundle);
  await page.getByRole("button", { name: "Verify" }).click();
  await page.getByRole("status").filter({ hasText: "Done." }).waitFor();
  made.push(...(await madeOfText(page)));
  await context.close();
  expect(made).toEqual([]);
  expect(tripped).toEqual([]);
});

test("the tripwire itself works", async () => {
  const { context, tripped } = await aTripwire();
  const page = await context.newPage();
  await page.setContent(`<img tripwire src="x:" onerror="tripped()">`);
  await expect.poll(() => tripped).toEqual(["ran"]);
  expect(await madeOfText(page)).toHaveLength(1);
  await context.close();
});
