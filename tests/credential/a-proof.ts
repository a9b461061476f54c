import type { Observation } from "#app/core/credential/observation.ts";
import { addSeconds, type Instant, parseInstant } from "#app/core/shared/instant.ts";

function instant(text: string): Instant {
  const read = parseInstant(text);
  if (read === undefined) throw new Error(`${text} is no instant`);
  return read;
}

export const T0 = instant("2026-11-24T03:00:00Z");

export function later(seconds: number): Instant {
  return addSeconds(T0, seconds);
}

export function probe(seconds: number, code: string, skewSeconds: number | null = 0): Observation {
  return { seen: "probe", at: later(seconds), from: "aws", answer: { code }, skewSeconds };
}

export function control(seconds: number, code = "ok"): Observation {
  return { seen: "control", at: later(seconds), from: "aws", answer: { code } };
}

export function state(seconds: number, word: "active" | "inactive" | "gone" | "restricted"): Observation {
  return { seen: "state", at: later(seconds), state: word };
}

export function sessions(seconds: number, word: "none" | "ended"): Observation {
  return { seen: "sessions", at: later(seconds), state: word };
}

export const DEAD = "InvalidClientTokenId";

/** Seen alive, switched off, refused three times over a minute with a control beside each, sessions ended. */
export function aWholeProof(): readonly Observation[] {
  return [
    probe(0, "ok"),
    state(60, "inactive"),
    ...[70, 100, 130].flatMap((seconds) => [probe(seconds, DEAD), control(seconds + 2)]),
    sessions(140, "ended"),
  ];
}
