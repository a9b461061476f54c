import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

// A server in a process of its own, as `serve` starts it: what its clients measure holds nothing of theirs.

export interface BenchServer {
  /** `http://localhost:<port>` */
  readonly address: string;
  /** From starting the process to its being ready, in milliseconds. */
  readonly startMs: number;
  /** Resident set, in MiB. Linux tells it; elsewhere it stays unknown. */
  residentMiB(): number;
  stop(): Promise<void>;
}

export async function startServer(data: string): Promise<BenchServer> {
  const begun = performance.now();
  const server = spawn(process.execPath, [entryFile(), "serve", "--data", data, "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await addressOf(server);
  return {
    address,
    startMs: Math.round(performance.now() - begun),
    residentMiB: () => residentMiB(server),
    async stop() {
      const ended = once(server, "exit");
      server.kill("SIGTERM");
      await ended;
    },
  };
}

/** Runs one command of this program to its end and gives what it printed. */
export function runCommand(args: readonly string[], input?: string): string {
  const stdio: ["pipe" | "ignore", "pipe", "inherit"] = [
    input === undefined ? "ignore" : "pipe",
    "pipe",
    "inherit",
  ];
  return execFileSync(process.execPath, [entryFile(), ...args], { stdio, input, encoding: "utf8" });
}

export function quantile(sorted: readonly number[], share: number): number {
  return Math.round((sorted[Math.floor(sorted.length * share)] ?? Number.NaN) * 100) / 100;
}

function entryFile(): string {
  return process.argv[1] ?? "";
}

async function addressOf(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error("the server's output is not read");
  for await (const line of createInterface({ input: server.stdout })) {
    const address = /^Sangfroid is at (\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error("the server ended before it served");
}

function residentMiB(server: ChildProcess): number {
  if (process.platform !== "linux") return Number.NaN;
  const kibibytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kibibytes) / 1024);
}
