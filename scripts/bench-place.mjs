// A server with people on it, and a real browser, for the benches that need both.
import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const program = join(import.meta.dirname, "..", "bin", "sangfroid.mjs");
const PASSWORD = "only for this measurement";

export async function aPlace() {
  const data = mkdtempSync(join(tmpdir(), "sangfroid-bench-"));
  // Somebody must have set it up, or every address leads to the set-up.
  addPerson(data, 0, "administrator");
  const server = spawn(process.execPath, [program, "serve", "--data", data, "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  const address = await addressOf(server);
  return {
    data,
    address,
    async remove() {
      server.kill("SIGTERM");
      await once(server, "exit");
      rmSync(data, { recursive: true });
    },
  };
}

export function addPerson(data, n, role = "member") {
  const named = ["--email", emailOf(n), "--name", `Responder ${n}`, "--role", role, "--password-stdin"];
  run(["user", "add", "--data", data, ...named], PASSWORD);
}

/** One who is signed in; asks as a browser without JavaScript does. */
export async function aVisitor(address, n) {
  const signIn = { form: "sign-in", email: emailOf(n), password: PASSWORD };
  const answer = await post(address, "/signin", signIn, "");
  const cookie = answer.headers.get("set-cookie")?.split(";")[0];
  if (cookie === undefined) throw new Error(`signing in was answered ${answer.status} and no cookie`);
  return {
    cookie,
    get: (path, init) => fetch(`${address}${path}`, { headers: { cookie }, ...init }),
    /** The address a form that was recorded leads to. */
    async act(path, fields) {
      const recorded = await post(address, path, { form: "bench", request: randomUUID(), ...fields }, cookie);
      const body = await recorded.text();
      if (recorded.status !== 303) throw new Error(`${path}: ${recorded.status} ${body.slice(0, 300)}`);
      return recorded.headers.get("location") ?? "";
    },
  };
}

/** The one that the tests use; SANGFROID_TEST_CHROMIUM names another. */
export async function aBrowser() {
  process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs20.x";
  const packaged = (await import("@sparticuz/chromium")).default;
  const executablePath = process.env.SANGFROID_TEST_CHROMIUM ?? (await packaged.executablePath());
  if (process.env.SANGFROID_TEST_CHROMIUM === undefined) chmodSync(executablePath, 0o755);
  return chromium.launch({ executablePath });
}

export async function asVisitor(browser, address, { cookie }, options = {}) {
  const context = await browser.newContext(options);
  const at = cookie.indexOf("=");
  await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: address }]);
  return context;
}

export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return (
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN) * 10) / 10
  );
}

export function run(args, input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    input,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`sangfroid ${args[0]}: ${stderr}`);
  return stdout;
}

function emailOf(n) {
  return `responder-${n}@example.org`;
}

function post(address, path, fields, cookie) {
  return fetch(`${address}${path}`, {
    method: "POST",
    headers: { cookie, origin: address, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
    redirect: "manual",
  });
}

async function addressOf(server) {
  for await (const line of createInterface({ input: server.stdout })) {
    const address = /^Sangfroid is at (\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error("the server ended before it served");
}
