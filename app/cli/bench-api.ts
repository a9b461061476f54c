import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";

// A server of its own process, clients over real sockets: what a command costs from request to answer, when
// several people write at once, each in an incident of their own and all in one.

export interface ApiBench {
  readonly clients: number;
  readonly commands: number;
  /** Milliseconds from request to answer. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly commandsPerSecond: number;
  /** Resident set of the server, in MiB: before any command, and after all. */
  readonly idleMiB: number;
  readonly rssMiB: number;
  /** From starting the process to its first answer. */
  readonly startMs: number;
}

const CLIENTS = 8;
const COMMANDS_EACH = 250;

export async function benchApi(folder: string): Promise<ApiBench> {
  const data = mkdtempSync(join(folder, ".sangfroid-bench-"));
  const entry = process.argv[1] ?? "";
  try {
    execFileSync(
      process.execPath,
      [entry, "user", "add", "--data", data, "--email", "bench@example.org", "--name", "Bench"],
      {
        stdio: ["ignore", "ignore", "inherit"],
      },
    );
    const printed = execFileSync(process.execPath, [
      entry,
      "token",
      "create",
      "--data",
      data,
      "--user",
      "bench@example.org",
      "--name",
      "bench",
    ]);
    const { token } = z.object({ token: z.string() }).parse(JSON.parse(printed.toString()));
    const begun = performance.now();
    const server = spawn(process.execPath, [entry, "serve", "--data", data, "--port", "0"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const api = `${await addressOf(server)}/api/v1`;
      const startMs = Math.round(performance.now() - begun);
      return { startMs, ...(await measure(api, token, server)) };
    } finally {
      const ended = once(server, "exit");
      server.kill("SIGTERM");
      await ended;
    }
  } finally {
    rmSync(data, { recursive: true });
  }
}

async function measure(api: string, token: string, server: ChildProcess): Promise<Omit<ApiBench, "startMs">> {
  const idleMiB = residentMiB(server);
  const ref = await declared(api, token);
  for (let warm = 0; warm < 100; warm++) await note(api, token, ref, warm);
  const times: number[] = [];
  const begun = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, () => client(api, token, ref, times)));
  const seconds = (performance.now() - begun) / 1000;
  times.sort((a, b) => a - b);
  return {
    clients: CLIENTS,
    commands: times.length,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    p99: quantile(times, 0.99),
    commandsPerSecond: Math.round(times.length / seconds),
    idleMiB,
    rssMiB: residentMiB(server),
  };
}

/** One command after the other, half of them in the shared incident. */
async function client(api: string, token: string, shared: string, times: number[]): Promise<void> {
  const own = await declared(api, token);
  for (let n = 0; n < COMMANDS_EACH; n++) {
    const begun = performance.now();
    await note(api, token, n % 2 === 0 ? shared : own, n);
    times.push(performance.now() - begun);
  }
}

async function declared(api: string, token: string): Promise<string> {
  const answer = await fetch(`${api}/incidents`, post(token, { title: "A measurement" }));
  return z.object({ ref: z.string() }).parse(await answer.json()).ref;
}

async function note(api: string, token: string, ref: string, n: number): Promise<void> {
  const body = { kind: "add-note", text: `Entry ${n}: the key was switched off and tried again.` };
  const answer = await fetch(`${api}/incidents/${ref}/commands`, post(token, body));
  if (answer.status !== 200) throw new Error(`a note was answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

function post(token: string, body: unknown): RequestInit {
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    "idempotency-key": randomUUID(),
  };
  return { method: "POST", headers, body: JSON.stringify(body) };
}

async function addressOf(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error("the server's output is not read");
  for await (const line of createInterface({ input: server.stdout })) {
    const address = /^Sangfroid is at (\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error("the server ended before it served");
}

/** Linux tells it; elsewhere it stays unknown. */
function residentMiB(server: ChildProcess): number {
  if (process.platform !== "linux") return Number.NaN;
  const kibibytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kibibytes) / 1024);
}

function quantile(sorted: readonly number[], share: number): number {
  return Math.round((sorted[Math.floor(sorted.length * share)] ?? Number.NaN) * 100) / 100;
}
