import { type Alarm, type Memory, recallAll, remember } from "./witness-memory.ts";

// Every browser that has seen a log is a witness of it. On each page it asks for the log's checkpoint and demands
// that it goes on from the one it remembers.
// Invariants
// (1) What is remembered was read before the server was asked, so a newer memory of another tab is no contradiction.
// (2) A memory is replaced only by one that was proved to go on from it.
// (3) An alarm stays, with both notes, until a person closes it.

export type Witnessed =
  | { readonly kind: "sound" }
  /** The server answered, but showed no checkpoint that could be compared. */
  | { readonly kind: "not-shown" }
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
  if (shown.kind === "refused") return memories.has(path) ? { kind: "not-shown" } : undefined;
  const key = keyOf(path, shown.text);
  const before = memories.get(key);
  const verdict =
    before === undefined ? await first(path, shown.text) : await again(path, before, shown.text);
  if (verdict === undefined) return undefined;
  return settle(key, before, verdict);
}

/** Ends an alarm: the person has kept both notes. */
export function closeAlarm(key: string): Promise<void> {
  return remember(key, (memory) => {
    if (memory === undefined) return undefined;
    const { alarm: _, ...rest } = memory;
    return rest;
  });
}

interface Verdict {
  readonly note: string;
  readonly vkey: string;
  readonly size: number;
  /** Why it contradicts; undefined when it goes on from what was seen. */
  readonly why?: string;
}

async function first(path: string, note: string): Promise<Verdict | undefined> {
  const vkey = await fetchText(`${path}/vkey`);
  if (vkey.kind !== "text") return undefined;
  const { judgeFirst } = await import("./witness-judge.ts");
  return verdictOf(judgeFirst(note, vkey.text), vkey.text);
}

async function again(path: string, before: Memory, note: string): Promise<Verdict | undefined> {
  if (note === before.note) return { note, vkey: before.vkey, size: before.size };
  const proof = await fetchText(`${path}/consistency?from=${before.size}`);
  if (proof.kind === "unreachable") return undefined;
  const { judge } = await import("./witness-judge.ts");
  const answer = proof.kind === "text" ? { consistency: proof.text } : { checkpoint: note };
  return verdictOf(judge(before, answer), before.vkey);
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
    await remember(key, (kept) => {
      if (kept !== undefined && kept.size > size) return undefined;
      return { ...kept, key, note, size, vkey, seenAt: at, first: kept?.first ?? { note, at } };
    });
    const alarm = before?.alarm;
    return alarm === undefined ? { kind: "sound" } : { kind: "alarm", key, alarm, sound: true };
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
  return path === OWN ? (note.split("\n", 1)[0] ?? path) : path;
}

type Fetched =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "refused" }
  | { readonly kind: "unreachable" };

async function fetchText(path: string): Promise<Fetched> {
  try {
    const response = await fetch(path, { cache: "no-store" });
    // Signed out: the sign-in page answers instead.
    if (response.redirected) return { kind: "unreachable" };
    const isText = response.headers.get("Content-Type")?.startsWith("text/plain") ?? false;
    const text = await response.text();
    return response.ok && isText ? { kind: "text", text } : { kind: "refused" };
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof DOMException) return { kind: "unreachable" };
    throw cause;
  }
}
