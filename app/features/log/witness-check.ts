import { fetchContinuation, fetchHead, fetchRotations, fetchText } from "./witness-fetch.ts";
import { type Alarm, type Lost, type Memory, recallAll, remember } from "./witness-memory.ts";

// Every browser that has seen a log is a witness of it. On each page it asks for the log's checkpoint and demands
// that it goes on from the one it remembers.
// Invariants
// (1) What is remembered was read before the server was asked, so a newer memory of another tab is no contradiction.
// (2) A memory is replaced only by one that was proved to go on from it, or by a log that says in its first entry from
//     which older copy of it it goes on; what was seen and is lost is then told until a person closes it.
// (3) An alarm stays, with both notes, until a person closes it.

export type Witnessed =
  | { readonly kind: "sound" }
  /** The server answered, but showed no checkpoint that could be compared. */
  | { readonly kind: "not-shown" }
  /** The server signs nothing now; what it shows, on its word alone, goes on from what was seen. */
  | { readonly kind: "unsigned" }
  /** An older copy was put back, as the server says, and the log goes on from it in another one. */
  | { readonly kind: "continued"; readonly key: string; readonly lost: Lost }
  | {
      readonly kind: "alarm";
      readonly key: string;
      readonly alarm: Alarm;
      /** The server now shows a log that goes on from what was seen: only a person ends the alarm. */
      readonly sound: boolean;
    };

const OWN = "/log";

/**
 * Looks at an incident's log (`/i/<ref>`), and at the installation's own (`/log`), which tells when a whole incident
 * has gone. What is worse is told; undefined when nothing can be said: no connection.
 */
export async function checkLogs(path: string): Promise<Witnessed | undefined> {
  const found = await checkLog(path);
  if (path === OWN || found?.kind === "alarm") return found;
  const own = await checkLog(OWN);
  return own?.kind === "alarm" ? own : (found ?? own);
}

async function checkLog(path: string): Promise<Witnessed | undefined> {
  const memories = await recallAll();
  const shown = await fetchText(`${path}/checkpoint`);
  if (shown.kind === "unreachable") return undefined;
  if (shown.kind === "refused") return checkUnsigned(path, memories);
  const key = keyOf(path, shown.value);
  const before = memories.get(key);
  const verdict =
    before === undefined ? await first(path, shown.value) : await again(path, before, shown.value);
  if (verdict === undefined) return undefined;
  return settle(key, before, verdict);
}

/** Nothing is signed: what the server shows without a signature can still contradict what was seen. */
async function checkUnsigned(
  path: string,
  memories: ReadonlyMap<string, Memory>,
): Promise<Witnessed | undefined> {
  const key = path === OWN ? await ownKey() : path;
  const before = key === undefined ? undefined : memories.get(key);
  if (key === undefined || before === undefined) return undefined;
  const head = await fetchHead(path, before.size);
  if (head.kind === "unreachable") return undefined;
  if (head.kind === "refused") return { kind: "not-shown" };
  const { judgeUnsigned } = await import("./witness-judge.ts");
  const verdict = verdictOf(judgeUnsigned(before, head.value), before.vkey);
  if (verdict.why !== undefined) return settle(key, before, verdict);
  const { alarm } = before;
  return alarm === undefined ? { kind: "unsigned" } : { kind: "alarm", key, alarm, sound: false };
}

async function ownKey(): Promise<string | undefined> {
  const head = await fetchHead(OWN, 0);
  return head.kind === "shown" ? head.value.origin : undefined;
}

/** Ends an alarm: the person has kept both notes. */
export function closeAlarm(key: string): Promise<void> {
  return remember(key, (memory) => {
    if (memory === undefined) return undefined;
    const { alarm: _, ...rest } = memory;
    return rest;
  });
}

/** The person has kept the earlier checkpoint. */
export function closeLost(key: string): Promise<void> {
  return remember(key, (memory) => {
    if (memory === undefined) return undefined;
    const { lost: _, ...rest } = memory;
    return rest;
  });
}

interface Verdict {
  readonly note: string;
  readonly vkey: string;
  readonly size: number;
  /** Why it contradicts; undefined when it goes on from what was seen. */
  readonly why?: string;
  /** What of it was seen and is gone, where an older copy was put back. */
  readonly lost?: Lost;
}

async function first(path: string, note: string): Promise<Verdict | undefined> {
  const vkey = await fetchText(`${path}/vkey`);
  if (vkey.kind !== "shown") return undefined;
  const { judgeFirst } = await import("./witness-judge.ts");
  return verdictOf(judgeFirst(note, vkey.value), vkey.value);
}

async function again(path: string, before: Memory, note: string): Promise<Verdict | undefined> {
  if (note === before.note) return { note, vkey: before.vkey, size: before.size };
  if (originOf(note) !== originOf(before.note)) return goneOn(path, before, note);
  const proof = await fetchText(`${path}/consistency?from=${before.size}`);
  if (proof.kind === "unreachable") return undefined;
  const { judge, newestVkey } = await import("./witness-judge.ts");
  const answer = proof.kind === "shown" ? { consistency: proof.value } : { checkpoint: note };
  const verdict = verdictOf(judge(before, answer), before.vkey);
  if (verdict.why === undefined) return verdict;
  // The key may have been changed since, which the server then has to prove.
  const vkey = newestVkey(before.vkey, await fetchRotations());
  return vkey.trim() === before.vkey.trim() ? verdict : verdictOf(judge({ ...before, vkey }, answer), vkey);
}

/** Another log is shown: it must say, in its first entry, that it goes on from the one that was seen. */
async function goneOn(path: string, before: Memory, note: string): Promise<Verdict | undefined> {
  const told = await fetchContinuation(path, originOf(before.note), before.size);
  if (told.kind === "unreachable") return undefined;
  const continuation = told.kind === "shown" ? told.value : { receipts: [], proof: [] };
  const { judgeGoneOn } = await import("./witness-judge.ts");
  const judged = judgeGoneOn(before, continuation, await fetchRotations());
  if (judged.kind === "contradiction") return { note, vkey: before.vkey, size: 0, why: judged.why };
  const { checkpoint, vkey, lost } = judged;
  return { note: judged.note, vkey, size: checkpoint.size, lost: { entries: lost, note: before.note } };
}

function originOf(note: string): string {
  return note.split("\n", 1)[0] ?? "";
}

type Judged = ReturnType<typeof import("./witness-judge.ts").judge>;

function verdictOf(judged: Judged, vkey: string): Verdict {
  const { note } = judged;
  if (judged.kind === "contradiction") return { note, vkey, size: 0, why: judged.why };
  return { note, vkey, size: judged.checkpoint.size };
}

async function settle(key: string, before: Memory | undefined, verdict: Verdict): Promise<Witnessed> {
  const at = new Date().toISOString();
  const { note, vkey, size, why } = verdict;
  if (why === undefined) {
    const lost = verdict.lost ?? before?.lost;
    await remember(key, (kept) => {
      const isSameLog = kept !== undefined && originOf(kept.note) === originOf(note);
      if (isSameLog && kept.size > size) return undefined;
      if (kept !== undefined && !isSameLog && kept.note !== before?.note) return undefined; // another tab was first
      const known = { ...kept, key, note, size, vkey, seenAt: at, first: kept?.first ?? { note, at } };
      return lost === undefined ? known : { ...known, lost };
    });
    const alarm = before?.alarm;
    if (alarm !== undefined) return { kind: "alarm", key, alarm, sound: true };
    return lost === undefined ? { kind: "sound" } : { kind: "continued", key, lost };
  }
  const ours = before ?? { note, seenAt: at };
  const alarm = before?.alarm ?? { why, ours: ours.note, oursAt: ours.seenAt, theirs: note, foundAt: at };
  await remember(key, (kept) => {
    const base = kept ?? { key, note, size, vkey, seenAt: at, first: { note, at } };
    return { ...base, alarm: base.alarm ?? alarm };
  });
  return { kind: "alarm", key, alarm, sound: false };
}

/** An incident is known by its id, which no two installations share; the installation's log by its name. */
function keyOf(path: string, note: string): string {
  return path === OWN ? originOf(note) : path;
}
