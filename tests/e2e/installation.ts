import type { Browser, BrowserContext, Page } from "playwright-core";
import { inject, onTestFinished } from "vitest";
import type { CAST, Session } from "./prepared.ts";
import { freshProofs } from "./proofs.ts";
import { type Running, serve, temporaryFolder } from "./sangfroid.ts";
import { copyFolder } from "./tampering.ts";

// An installation as journeys find it: set up by its first person, who is signed in.

export const PERSON = {
  name: "Lin Wei",
  email: "lin@lumenport.example",
  password: "four calm words before dawn",
} as const;

export interface Installation {
  readonly folder: string;
  readonly origin: string;
  readonly setUpLink: string;
  /** Stops the server; the folder stays. */
  stop(): Promise<void>;
  /** Serves a folder under the same address. */
  restart(folder?: string): Promise<void>;
  remove(): Promise<void>;
}

/** An installation that nobody has set up yet. */
export function anInstallation(): Promise<Installation> {
  return served(temporaryFolder());
}

export interface Started extends Installation {
  /** Address of the room of its one incident. */
  readonly room: string;
  /** What a browser has in which the first person has just signed in. */
  readonly session: Session;
}

/** Set up, with one incident: a copy of what was made once for all journeys. */
export async function aStartedInstallation(): Promise<Started> {
  const { folder, room, session } = inject("prepared").started;
  const installation = await served(aCopy(folder));
  return { ...installation, room: installation.origin + room, session };
}

export interface Demo extends Installation {
  /** Address of the room of the incident that is half way through. */
  readonly room: string;
  readonly sessions: Record<(typeof CAST)[number], Session>;
}

/** What `sangfroid demo` fills, with all three people just signed in. */
export async function aDemo(): Promise<Demo> {
  const { folder, room, sessions } = inject("prepared").demo;
  const installation = await served(aCopy(folder));
  return { ...installation, room: installation.origin + room, sessions };
}

function aCopy(from: string) {
  const folder = temporaryFolder();
  copyFolder(from, folder.path);
  freshProofs(folder.path);
  return folder;
}

async function served(folder: ReturnType<typeof temporaryFolder>): Promise<Installation> {
  let running: Running = await serve(folder.path);
  const { origin, setUpLink = "" } = running;
  const { port } = new URL(origin);
  return {
    folder: folder.path,
    origin,
    setUpLink,
    stop: () => running.stop(),
    async restart(other = folder.path) {
      await running.stop();
      running = await serve(other, ["--port", port]);
    },
    async remove() {
      await running.stop();
      folder.remove();
    },
  };
}

export async function press(page: Page, button: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
}

export async function setUp(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Name of the organisation").fill("Lumenport");
  await press(page, "Save and go to step 2");
  await page.getByLabel("Name", { exact: true }).fill(PERSON.name);
  await page.getByLabel("Work email").fill(PERSON.email);
  await page.getByLabel("Password", { exact: true }).fill(PERSON.password);
  await press(page, "Save and go on");
  await press(page, "Go to step 3 without codes");
  await page.getByLabel("I have printed the card").check();
  await press(page, "Go to step 4");
  await page.getByLabel("Both are away from this server").check();
  await press(page, "Finish and open the board");
  await heading(page, "Open incidents");
}

export async function signIn(page: Page, password: string = PERSON.password): Promise<void> {
  await page.getByLabel("Work email").fill(PERSON.email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await press(page, "Sign in with password");
}

/** Declares an incident and answers the address of its room. */
export async function declare(page: Page, origin: string, title: string): Promise<string> {
  await page.goto(`${origin}/incidents/new`);
  await page.getByLabel("What happened?").fill(title);
  await press(page, "Declare the incident");
  await page.waitForURL(/\/i\/[0-9A-Z]{26}/);
  return page.url().split("?")[0] ?? "";
}

export interface OpenRoom {
  readonly installation: Installation;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Address of the incident's room. */
  readonly room: string;
}

/** An installation of the test's own with one incident, declared by its first person; gone when the test ends. */
export async function anOpenRoom(browser: Browser): Promise<OpenRoom> {
  const installation = await aStartedInstallation();
  onTestFinished(() => installation.remove());
  const context = await browser.newContext({ storageState: installation.session });
  onTestFinished(() => context.close());
  return { installation, context, page: await context.newPage(), room: installation.room };
}

/** Opens a page of an incident and waits until it hears of others: from then on its JavaScript is at work. */
export async function openAlive(page: Page, address: string): Promise<void> {
  // The page before may still be asking for its own.
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForResponse(/\/i\/[0-9A-Z]{26}\/events/);
}

export async function addNote(page: Page, room: string, text: string): Promise<void> {
  await page.goto(room);
  await page.getByLabel("Add a note to the log").fill(text);
  await press(page, "Record");
  await page.getByText(text).first().waitFor();
}

export async function heading(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("heading", { level: 1, name }).waitFor();
}
