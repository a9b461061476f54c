import { onTestFinished } from "vitest";
import type { Command, DeclareIncident } from "#app/core/incident/command.ts";
import { commandSchema } from "#app/core/incident/command.ts";
import type { Actor } from "#app/core/incident/context.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import { declareIncident, type ExecuteOptions, execute } from "#app/server/execute.server.ts";
import type { House } from "#app/server/house.server.ts";
import { instantOf } from "#app/server/log/clock.ts";
import { type HouseOptions, openHouse } from "#app/server/open-house.server.ts";
import type { Connection } from "#app/server/store/sqlite/connection.ts";
import { SqliteStore } from "#app/server/store/sqlite/sqlite-store.ts";
import { aFolder, anActor, aRef, TestClock } from "./fixture.ts";

export interface TestHouse {
  readonly house: House;
  readonly data: string;
  readonly clock: TestClock;
  readonly options: HouseOptions;
}

export async function aHouse(more: Partial<HouseOptions> = {}): Promise<TestHouse> {
  const clock = new TestClock();
  const options: HouseOptions = {
    data: aFolder(),
    as: "command-line",
    app: "1.0.0",
    playbooks: [],
    clock: clock.read,
    ...more,
  };
  const house = await openHouse(options);
  onTestFinished(() => house.close());
  return { house, data: options.data, clock, options };
}

/** The application's own connection, to be limited or abused. */
export function connectionOf({ store }: House): Connection {
  if (!(store instanceof SqliteStore)) throw new Error("a house of tests stands on SQLite");
  return store.connection;
}

type DirectCommand = Exclude<Command, DeclareIncident>;

/** Reads a command as a form or the API would. */
export function aCommand(loose: { readonly kind: string; readonly [field: string]: unknown }): DirectCommand {
  const command = commandSchema.parse(loose);
  if (command.kind === "declare-incident") throw new Error("declare with declared()");
  return command;
}

export const aNote = (text: string): DirectCommand => aCommand({ kind: "add-note", text });

/** Declares, and fails the test when that is refused. */
export async function declared(
  house: House,
  actor: Actor = anActor(),
  options: ExecuteOptions & { readonly drill?: boolean } = {},
): Promise<{ ref: IncidentRef; actor: Actor; checkpoint: string; size: number }> {
  await registered(house, actor);
  const command: DeclareIncident = { kind: "declare-incident", title: "Access key published in a blog post" };
  const outcome = await declareIncident(house, actor, aRef(), command, options);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return { actor, ...outcome.value };
}

/** What they ask others to approve holds only while they are a member. */
async function registered(house: House, { userId: id, name }: Actor): Promise<void> {
  const createdAt = instantOf(house.clock());
  await house.store.transact(async (tx) => {
    if ((await tx.person(id)) !== undefined) return;
    await tx.addPerson({
      id,
      email: `${id}@example.org`,
      name,
      role: "member",
      active: true,
      createdAt,
      accessUntil: null,
    });
  });
}

/** Gives a command, and fails the test when it is refused. */
export async function done(
  house: House,
  actor: Actor,
  ref: IncidentRef,
  command: DirectCommand,
  options: ExecuteOptions = {},
) {
  const outcome = await execute(house, actor, ref, command, options);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
}

/** Closing takes two people. */
export async function closed(house: House, ref: IncidentRef, lead: Actor): Promise<void> {
  const bo = anActor("Bo", { reauthenticated: true });
  await done(house, bo, ref, aCommand({ kind: "join", roles: ["executive"] }));
  const close = { kind: "close-incident", because: "All steps are done." };
  await done(house, lead, ref, aCommand({ kind: "request-approval", for: close }));
  const approval = [...((await house.incident(ref))?.approvals.values() ?? [])].at(-1);
  await done(house, bo, ref, aCommand({ kind: "approve", approvalId: approval?.id, hash: approval?.hash }));
}
