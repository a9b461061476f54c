import { rmSync } from "node:fs";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { declare, setUp } from "./installation.ts";
import { type Running, sangfroid, serve, temporaryFolder } from "./sangfroid.ts";

// What most journeys begin with, made once; each takes a copy, so that none sees what another did.

export type Session = Awaited<ReturnType<BrowserContext["storageState"]>>;

export const CAST = ["lin", "omar", "zoe"] as const;

export interface Prepared {
  /** Set up by its first person, with one incident. */
  readonly started: Place & { readonly session: Session };
  /** What `sangfroid demo` makes. */
  readonly demo: Place & { readonly sessions: Record<(typeof CAST)[number], Session> };
}

interface Place {
  /** The data folder. Nobody serves it. */
  readonly folder: string;
  /** The path of an open incident's room. */
  readonly room: string;
}

export async function prepare(executablePath: string): Promise<{ prepared: Prepared; remove(): void }> {
  const browser = await chromium.launch({ executablePath });
  try {
    const [started, demo] = await Promise.all([prepareStarted(browser), prepareDemo(browser)]);
    const remove = () =>
      [started, demo].map(({ folder }) => rmSync(folder, { recursive: true, force: true }));
    return { prepared: { started, demo }, remove };
  } finally {
    await browser.close();
  }
}

async function prepareStarted(browser: Browser): Promise<Prepared["started"]> {
  const { path: folder } = temporaryFolder();
  const server = await serve(folder);
  const context = await browser.newContext();
  const page = await context.newPage();
  await setUp(page, server.setUpLink ?? "");
  const room = await declare(page, server.origin, "Access key published in a blog post");
  const session = await cookiesOf(context);
  await server.stop();
  return { folder, room: new URL(room).pathname, session };
}

async function prepareDemo(browser: Browser): Promise<Prepared["demo"]> {
  const { path: folder } = temporaryFolder();
  await sangfroid("demo", "--data", folder);
  const server = await serve(folder);
  const [lin, omar, zoe] = await Promise.all(CAST.map((who) => signedIn(browser, server, who)));
  await server.stop();
  if (lin === undefined || omar === undefined || zoe === undefined) throw new Error("someone is missing");
  const sessions = { lin: lin.session, omar: omar.session, zoe: zoe.session };
  return { folder, room: lin.room, sessions };
}

async function signedIn(browser: Browser, { origin }: Running, who: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/signin`);
  await page.getByLabel("Work email").fill(`${who}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill("practice makes calm");
  await page.getByRole("button", { name: "Sign in with password" }).click();
  await page.waitForURL("**/incidents");
  const story = page.locator("article").filter({ hasText: "Access key published" });
  const room = (await story.locator("h2 a").first().getAttribute("href")) ?? "";
  return { room, session: await cookiesOf(context) };
}

/** Of one port alone, so whatever the pages kept beside their cookies stays behind. */
async function cookiesOf(context: BrowserContext): Promise<Session> {
  return { cookies: (await context.storageState()).cookies, origins: [] };
}
