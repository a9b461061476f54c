import { randomBytes } from "node:crypto";
import type { Command, DeclareIncident } from "#app/core/incident/command.ts";
import type { Actor } from "#app/core/incident/context.ts";
import { steps } from "#app/core/incident/incident.ts";
import { type IncidentRef, idFrom, isIncidentRef, isUserId } from "#app/core/shared/ids.ts";
import { shippedPlaybooks } from "#app/server/content/playbooks.server.ts";
import { declareIncident, execute } from "#app/server/execute.server.ts";
import type { House } from "#app/server/house.server.ts";
import { append, type EntryDraft } from "#app/server/log/append.ts";
import { instantOf } from "#app/server/log/clock.ts";
import { jsonFrom, leafFrom } from "#app/server/log/entry.ts";
import type { IncidentRow } from "#app/server/store/port.ts";
import type { SqliteStore } from "#app/server/store/sqlite/sqlite-store.ts";

// Many incidents for the read bench. One is lived through by real commands; the others are written with the same
// acts and values under logs, salts and commitments of their own, each a sound log like any other.

/** Without an id, somebody that no one knows. */
export function benchActor(userId: string = `u_${idFrom(randomBytes(17))}`): Actor {
  if (!isUserId(userId)) throw new Error(`${userId} is no person`);
  return {
    userId,
    name: "Bench",
    by: { auth: "shell", k: "person", u: userId },
    installationRole: "member",
    reauthenticated: false,
  };
}

export function newRef(): IncidentRef {
  const ref = idFrom(randomBytes(17));
  if (!isIncidentRef(ref)) throw new Error(`${ref} is no incident`);
  return ref;
}

export async function give(
  house: House,
  actor: Actor,
  ref: IncidentRef,
  command: Exclude<Command, DeclareIncident>,
): Promise<void> {
  const outcome = await execute(house, actor, ref, command);
  if (!outcome.ok) throw new Error(`${command.kind} was refused: ${JSON.stringify(outcome.error)}`);
}

/** Declares, starts the first playbook, claims a step now and then and writes notes until the log has about so many entries. */
export async function liveThrough(house: House, actor: Actor, entries: number): Promise<IncidentRef> {
  const ref = newRef();
  const command: DeclareIncident = { kind: "declare-incident", title: "Access key published in a blog post" };
  const outcome = await declareIncident(house, actor, ref, command);
  if (!outcome.ok) throw new Error(`declaring was refused: ${JSON.stringify(outcome.error)}`);
  const [playbook] = shippedPlaybooks;
  if (playbook === undefined) throw new Error("no playbook is shipped");
  await give(house, actor, ref, { kind: "start-playbook", playbookId: playbook.template.id });
  for (let n = 0; ; n++) {
    const incident = await house.incident(ref);
    if (incident === undefined || incident.size >= entries) return ref;
    const ready = [...steps(incident).values()].find((step) => step.status === "ready");
    if (ready !== undefined && n % 10 === 0)
      await give(house, actor, ref, { kind: "claim-step", stepId: ready.id });
    else
      await give(house, actor, ref, {
        kind: "add-note",
        text: `Note ${n}: the key was switched off and tried again.`,
      });
  }
}

/** Writes this many more incidents like the one lived through. Their rows are the first one's, renamed. */
export async function multiply(
  house: House,
  store: SqliteStore,
  model: IncidentRef,
  actor: Actor,
  count: number,
  progress: (done: number) => void,
): Promise<readonly IncidentRef[]> {
  const origin = `${house.installation}/i/${model}`;
  const { drafts, row } = await store.snapshot(async (reads) => {
    const stored = await reads.entries(origin, 0, Number.MAX_SAFE_INTEGER);
    const drafts = stored.map(({ leaf, slots }): EntryDraft => {
      const { act, on, ref } = leafFrom(origin, leaf);
      const f = Object.fromEntries(
        slots.flatMap((slot) => (slot.kind === "f" ? [[slot.name, jsonFrom(slot.value)]] : [])),
      );
      return { act, on, f, ...(ref === undefined ? {} : { ref }) };
    });
    return { drafts, row: await reads.incident(model) };
  });
  if (row === undefined) throw new Error("the model has no row");
  const refs: IncidentRef[] = [];
  store.connection.script("PRAGMA synchronous = OFF");
  while (refs.length < count) {
    const batch = Array.from({ length: Math.min(100, count - refs.length) }, newRef);
    await store.transact(async (tx) => {
      for (const ref of batch) {
        const { log } = house.incidents.begin(ref, "incident");
        const reading = house.clock();
        const renamed = drafts.map((draft) =>
          draft.on.id === model ? { ...draft, on: { ...draft.on, id: ref } } : draft,
        );
        await append(tx, log, renamed, {
          by: actor.by,
          at: instantOf(reading),
          reading: undefined,
          seen: undefined,
          app: house.app,
          nameOf: async () => actor.name,
          place: () => Promise.reject(new Error("no files")),
        });
        await tx.setIncident(rowFor(row, ref, log.origin));
      }
    });
    refs.push(...batch);
    progress(refs.length);
  }
  store.connection.script("PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)");
  return refs;
}

function rowFor(model: IncidentRow, ref: IncidentRef, origin: string): IncidentRow {
  return { ...model, ref, origin, summary: model.summary.replaceAll(model.ref, ref) };
}
