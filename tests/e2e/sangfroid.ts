import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

// The product as a person starts it: its own process, its own folder, a free port.

export interface Running {
  readonly origin: string;
  /** The one-time link of a first start. */
  readonly setUpLink: string | undefined;
  stop(): Promise<void>;
}

const ENTRY = "build/server/sangfroid.js";

export async function serve(data: string, more: readonly string[] = []): Promise<Running> {
  const child = spawn(process.execPath, [ENTRY, "serve", "--data", data, "--port", "0", ...more], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  const lines = await readUntilReady(child);
  const origin = lines
    .map((line) => /http:\/\/localhost:\d+/.exec(line)?.[0])
    .find((found) => found !== undefined);
  if (origin === undefined) throw new Error(`no address in: ${lines.join("\n")}`);
  const setUpLink = lines
    .map((line) => /http\S+\/setup\S*/.exec(line)?.[0])
    .find((found) => found !== undefined);
  return { origin, setUpLink, stop: () => stop(child) };
}

/** The command line, to its end. */
export function sangfroid(...args: readonly string[]): Promise<Ended> {
  return sangfroidTold("", ...args);
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The same, with this on its standard input. */
export async function sangfroidTold(input: string, ...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [ENTRY, ...args], { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode ?? -1, stdout, stderr };
}

export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "sangfroid-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

async function readUntilReady(child: ChildProcess): Promise<string[]> {
  const seen: string[] = [];
  const read = (stream: NodeJS.ReadableStream) =>
    createInterface({ input: stream }).on("line", (line) => seen.push(line));
  if (child.stdout === null || child.stderr === null) throw new Error("no output to read");
  const out = read(child.stdout);
  read(child.stderr);
  const ended = once(child, "exit").then(() =>
    Promise.reject(new Error(`the server ended: ${seen.join("\n")}`)),
  );
  const ready = new Promise<void>((resolve) => {
    out.on("line", () => {
      if (seen.some((line) => line.includes("Sangfroid is at"))) resolve();
    });
  });
  await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  return settled(seen);
}

/** The lines that belong to the start are printed together: one turn of the loop later all are here. */
async function settled(seen: string[]): Promise<string[]> {
  await new Promise((resolve) => setImmediate(resolve));
  return seen;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = "";
  for await (const chunk of stream) all += chunk.toString();
  return all;
}
