import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type BenchServer, quantile, runCommand, startServer } from "./bench-server.ts";

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
  try {
    runCommand(["user", "add", "--data", data, "--email", "bench@example.org", "--name", "Bench"]);
    const printed = runCommand([
      "token",
      "create",
      "--data",
      data,
      "--user",
      "bench@example.org",
      "--name",
      "bench",
    ]);
    const { token } = z.object({ token: z.string() }).parse(JSON.parse(printed));
    const server = await startServer(data);
    try {
      return { startMs: server.startMs, ...(await measure(`${server.address}/api/v1`, token, server)) };
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(data, { recursive: true });
  }
}

async function measure(api: string, token: string, server: BenchServer): Promise<Omit<ApiBench, "startMs">> {
  const idleMiB = server.residentMiB();
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
    rssMiB: server.residentMiB(),
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
