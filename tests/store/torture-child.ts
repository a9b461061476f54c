import { randomBytes, randomInt } from "node:crypto";
import { readFileSync, rmSync, writeSync } from "node:fs";
import { fromBase64, toBase64 } from "#app/core/audit/base64.ts";
import { equalBytes } from "#app/core/audit/bytes.ts";
import { parseCheckpoint } from "#app/core/audit/checkpoint.ts";
import type { Actor } from "#app/core/incident/context.ts";
import { type IncidentRef, idFrom, isIncidentRef, isUserId } from "#app/core/shared/ids.ts";
import { declareIncident, execute, type Recorded } from "#app/server/execute.server.ts";
import type { House } from "#app/server/house.server.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { replayAll } from "#app/server/replay-check.ts";
import { DiskFull } from "#app/server/store/failures.ts";

// The child of scripts/torture.mjs. `write` records until it is killed, `fill` until the disk is full; `heads` and `replay` look afterwards
// whether the answers on stdin are still true.

const [how = "", data = "", ballast] = process.argv.slice(2);
const house = await openHouse({ data, as: "server", app: "0.0.0-torture", playbooks: [] });

if (house.standing !== "sound") fail(house.standing.readOnly);
if (how === "write") await writeForEver();
if (how === "count") for (let n = 0; n < 200; n++) await writeSomething();
if (how === "fill") await writeUntilFull();
if (how === "heads" || how === "replay") await stillTrue(readFileSync(0, "utf8"));
if (how === "replay") await replayed();
await house.close();

/** Several at once, as people are. */
async function writeForEver(): Promise<void> {
  await Promise.all(
    [1, 2, 3, 4].map(async () => {
      for (;;) await writeSomething();
    }),
  );
}

/** For a run that fills the disk: whatever fails must say that the disk is full, and be whole or absent. */
async function writeUntilFull(): Promise<void> {
  const until = performance.now() + 60_000;
  for (let full = 0; full < 20; ) {
    if (performance.now() > until) fail("the limit was never met");
    try {
      await writeSomething();
    } catch (cause) {
      if (!(cause instanceof DiskFull)) throw cause;
      full += 1;
    }
  }
  if (ballast === undefined) return;
  rmSync(ballast);
  // The same process, the same open store: room is all it needs.
  await writeSomething();
}

async function writeSomething(): Promise<void> {
  const [row] = await house.store.snapshot((reads) => reads.incidents({ limit: 1 }));
  if (row === undefined || randomInt(100) === 0) return declare();
  const actor = actorOf(row.ref);
  const files = randomInt(10) === 0 ? [await evidence(house)] : [];
  const idempotencyKey = randomBytes(8).toString("hex");
  const text = "x".repeat(randomInt(1, 3000));
  const command =
    files.length > 0
      ? ({ kind: "add-evidence", value: text } as const)
      : ({ kind: "add-note", text } as const);
  const outcome = await execute(house, actor, row.ref, command, { idempotencyKey, files });
  if (!outcome.ok) return fail(`a command was refused: ${outcome.error.code}`);
  acknowledge(outcome.value);
}

async function declare(): Promise<void> {
  const ref = idFrom(randomBytes(17));
  if (!isIncidentRef(ref)) return fail("no ref");
  const command = { kind: "declare-incident", title: "Torture" } as const;
  const outcome = await declareIncident(house, actorOf(ref), ref, command);
  if (!outcome.ok) return fail(`declaring was refused: ${outcome.error.code}`);
  acknowledge(outcome.value);
}

async function evidence(house: House) {
  async function* parts() {
    yield new Uint8Array(randomBytes(randomInt(1, 20_000)));
  }
  const received = await house.files.receive(parts(), { name: "bytes", type: "application/octet-stream" });
  if (!received.ok) return fail("a file was refused");
  return received.value;
}

/** The one who declared an incident, made from its ref, so that the next life of the child is them again. */
function actorOf(ref: IncidentRef): Actor {
  const userId = `u_${ref}`;
  if (!isUserId(userId)) return fail("no person");
  return {
    userId,
    name: "Torture",
    by: { auth: "shell", k: "person", u: userId },
    installationRole: "member",
    reauthenticated: false,
  };
}

/** One write of one short line: the pipe takes it whole or not at all. */
function acknowledge({ checkpoint }: Recorded): void {
  const read = parseCheckpoint(Buffer.from(checkpoint));
  if (!read.ok) fail(read.error);
  const { origin, size, root } = read.value;
  writeSync(1, `${origin} ${size} ${toBase64(root)} .\n`);
}

async function stillTrue(answers: string): Promise<void> {
  await house.store.snapshot(async (reads) => {
    for (const answer of answers.split("\n")) {
      const [origin = "", size = "", root = ""] = answer.split(" ");
      if (origin === "") continue;
      const head = await reads.headAt(origin, Number(size));
      const due = fromBase64(root);
      if (head === undefined || due === undefined || !equalBytes(head.root, due)) fail(`lost: ${answer}`);
    }
  });
}

async function replayed(): Promise<void> {
  const { differences } = await replayAll(house);
  if (differences.length > 0) fail(JSON.stringify(differences.slice(0, 20), undefined, 1));
}

function fail(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}
