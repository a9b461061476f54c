// Kills a writing server again and again, and looks whether anything it had acknowledged is gone.
//
//   node scripts/torture.mjs [--kills 200] [--writes 20000] [--keep] [--strace | --file-limit KIB | --small-disk DIR]
//
// A child records commands as fast as it can and tells each answer over a pipe after `execute` has returned. It is
// killed (SIGKILL) at a random moment. Then every answer must still be true: the head it was given stands at that
// size with that root, and from time to time every log is replayed from its first entry. Goes on until both
// numbers are reached. --strace counts the child's fsync and fdatasync calls: at least one for each answer.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { build } from "vite";

const root = join(import.meta.dirname, "..");
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    writes: { type: "string", default: "20000" },
    /** How long a child may write before it is killed, at most. */
    "longest-ms": { type: "string", default: "350" },
    keep: { type: "boolean", default: false },
    strace: { type: "boolean", default: false },
    /** KiB that a file may have: then the child is not killed, but runs into it. */
    "file-limit": { type: "string" },
    /** A folder on a file system of a few MB: the child fills it, is given room, and must go on. */
    "small-disk": { type: "string" },
  },
});
const wanted = { kills: Number(values.kills), writes: Number(values.writes) };
const longest = Number(values["longest-ms"]);
const CHECK_EVERY = 5;
const REPLAY_EVERY = 50;

const scratch = join(root, ".cache", "torture");
mkdirSync(scratch, { recursive: true });
await build({
  root,
  configFile: join(import.meta.dirname, "torture.config.ts"),
  logLevel: "warn",
  build: {
    ssr: "tests/store/torture-child.ts",
    outDir: scratch,
    emptyOutDir: false,
    rollupOptions: { output: { entryFileNames: "child.mjs" } },
  },
});
const child = join(scratch, "child.mjs");
const data = mkdtempSync(join(values["small-disk"] ?? scratch, "data-"));

let fresh = [];

if (values.strace) countSyncs();
if (values["file-limit"] !== undefined) fillUnderLimit(Number(values["file-limit"]));
if (values["small-disk"] !== undefined) fillSmallDisk(values["small-disk"]);

const done = { kills: 0, writes: 0, replays: 0 };
while (done.kills < wanted.kills || done.writes < wanted.writes) {
  const answers = await writeUntilKilled();
  done.kills += 1;
  done.writes += answers.length;
  fresh.push(...answers);
  if (done.kills % REPLAY_EVERY === 0) replay();
  else if (done.kills % CHECK_EVERY === 0) check("heads");
  if (done.kills % 20 === 0)
    process.stderr.write(`${done.kills} kills, ${done.writes} acknowledged writes\n`);
}
replay();
process.stdout.write(`${JSON.stringify({ ...done, lost: 0 })}\n`);
if (values.keep) process.stderr.write(`${data}\n`);
else rmSync(data, { recursive: true });

/** One life of the child. Resolves to what it acknowledged. */
function writeUntilKilled() {
  return new Promise((resolve, reject) => {
    const answers = [];
    const writer = spawn(process.execPath, [child, "write", data], { stdio: ["ignore", "pipe", "inherit"] });
    let timer;
    const lines = createInterface({ input: writer.stdout });
    lines.on("line", (line) => {
      answers.push(line);
      // Counted from the first answer, so that the start itself is not all that is ever interrupted.
      timer ??= setTimeout(() => writer.kill("SIGKILL"), Math.random() * longest);
    });
    // Some children are killed while they start.
    if (Math.random() < 0.1) timer = setTimeout(() => writer.kill("SIGKILL"), Math.random() * 300);
    let ended;
    lines.on("close", () => settle());
    writer.on("exit", (code, signal) => {
      clearTimeout(timer);
      ended = { code, signal };
      settle();
    });
    let settled = 0;
    function settle() {
      settled += 1;
      if (settled < 2) return; // the pipe is read to its end, and the child is gone
      if (ended.signal === "SIGKILL") resolve(whole(answers));
      else reject(new Error(`the child ended by itself (${ended.code ?? ended.signal})`));
    }
  });
}

/** The kill may have cut the last line; what is cut was not acknowledged. */
function whole(lines) {
  return lines.filter((line) => line.endsWith("."));
}

function replay() {
  check("replay");
  done.replays += 1;
  fresh = [];
}

function check(how) {
  const result = spawnSync(process.execPath, [child, how, data], {
    input: fresh.join("\n"),
    encoding: "utf8",
  });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout}${result.stderr}\nThe data is kept in ${data}\n`);
  process.exit(1);
}

/** A limit on the size of files is a disk that is full for the database and not for the process. */
function fillUnderLimit(kib) {
  const script = `ulimit -f ${kib}; exec "$@"`;
  filled(
    spawnSync("bash", ["-c", script, "bash", process.execPath, child, "fill", data], { encoding: "utf8" }),
  );
}

/** One piece of room is given to the running child, the other to whoever looks afterwards: starting writes too. */
function fillSmallDisk(folder) {
  const [first, second] = ["first", "second"].map((name) => join(folder, name));
  for (const ballast of [first, second]) writeFileSync(ballast, Buffer.alloc(400 * 1024));
  const result = spawnSync(process.execPath, [child, "fill", data, first], { encoding: "utf8" });
  rmSync(second);
  filled(result);
}

/** With room again: every answer stands, and every log replays. */
function filled(result) {
  fresh = whole(result.stdout.split("\n"));
  process.stderr.write(result.stderr);
  check("replay");
  process.stdout.write(`${JSON.stringify({ acknowledged: fresh.length, exit: result.status })}\n`);
  rmSync(data, { recursive: true });
  process.exit(result.status ?? 1);
}

function countSyncs() {
  const trace = join(scratch, "strace.txt");
  const args = [
    "-f",
    "-qq",
    "-e",
    "trace=fsync,fdatasync",
    "-o",
    trace,
    process.execPath,
    child,
    "count",
    data,
  ];
  const result = spawnSync("strace", args, { encoding: "utf8" });
  if (result.error) throw new Error("strace is not installed; run without --strace", { cause: result.error });
  const answers = whole(result.stdout.split("\n")).length;
  const syncs = readFileSync(trace, "utf8")
    .split("\n")
    .filter((line) => /= 0$/.test(line)).length;
  process.stdout.write(`${JSON.stringify({ answers, syncs })}\n`);
  rmSync(data, { recursive: true });
  process.exit(answers > 0 && syncs >= answers ? 0 : 1);
}
