import { cpSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Actor } from "#app/core/incident/context.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "#app/server/house.server.ts";
import { aCommand, aHouse, aNote, declared, done } from "./a-house.ts";
import { aFolder, anActor } from "./fixture.ts";

// An incident with something to erase: a note and a file that both hold a word found nowhere else.

export const CANARY = "Ines-Duarte-7f3a";

export interface Told {
  readonly house: House;
  readonly data: string;
  readonly ref: IncidentRef;
  /** Leads. */
  readonly lin: Actor;
  /** Speaks for the law. */
  readonly bo: Actor;
  readonly note: number;
  readonly proof: number;
}

export async function aTold(): Promise<Told> {
  const { house, data } = await aHouse();
  const lin = anActor("Lin", { reauthenticated: true });
  const { ref } = await declared(house, lin);
  const bo = anActor("Bo", { reauthenticated: true });
  await done(house, bo, ref, aCommand({ kind: "join", roles: ["legal"] }));
  const note = await done(house, lin, ref, aNote(`${CANARY} clicked the link`), { idempotencyKey: "note" });
  const file = await house.files.receive(photo(), { name: `${CANARY}.png`, type: "image/png" });
  if (!file.ok) throw new Error("received");
  const proof = await done(house, lin, ref, aCommand({ kind: "add-evidence", value: `${CANARY}.png` }), {
    files: [file.value],
  });
  return { house, data, ref, lin, bo, note: seqOf(note), proof: seqOf(proof) };
}

async function* photo(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(Buffer.from(`a badge that says ${CANARY}`));
}

function seqOf({ entries }: Awaited<ReturnType<typeof done>>): number {
  const [first] = entries;
  if (first === undefined) throw new Error("something was recorded");
  return first.seq;
}

/** Lin asks, Bo approves. */
export async function erased(told: Told, seq: number, slots: readonly string[]): Promise<void> {
  const { house, ref, lin, bo } = told;
  const codename = (await house.incident(ref))?.codename.value;
  const because = "It names someone who has nothing to do with it";
  const order = { kind: "erase-payload", seq, slots, ground: "more-than-needed", because, codename };
  await done(house, lin, ref, aCommand({ kind: "request-approval", for: order }));
  const approval = [...((await house.incident(ref))?.approvals.values() ?? [])].at(-1);
  const { id: approvalId, hash } = approval ?? {};
  await done(house, bo, ref, aCommand({ kind: "approve", approvalId, hash, codename }));
}

/** Files under a folder that hold the word, by their content or their name. */
export function filesWith(folder: string, word = CANARY): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => {
    const path = join(folder, name);
    return name.includes(word) || (statSync(path).isFile() && readFileSync(path).includes(word));
  });
}

/** The folder as a process that dies now leaves it. */
export function asItLies(data: string): string {
  const copy = aFolder();
  for (const name of readdirSync(data)) {
    if (existsSync(join(data, name))) cpSync(join(data, name), join(copy, name), { recursive: true });
  }
  return copy;
}
