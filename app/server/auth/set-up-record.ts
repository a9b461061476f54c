import { z } from "zod";
import { type Instant, isInstant } from "#app/core/shared/instant.ts";
import type { Reads, Tx } from "../store/port.ts";

// Two settings tell how far the installation is: `organisation`, and `set-up`.

const SET_UP = "set-up";
const ORGANISATION = "organisation";

const instant = z.string().refine(isInstant);

const record = z.object({
  /** Hex SHA-256 of the token of the newest printed link. */
  token: z.string().nullable(),
  /** The browser that came with that token first. */
  claim: z.object({ token: z.string(), browser: z.string(), address: z.string(), at: instant }).nullable(),
  /** Recovery codes were offered, and made or left for later. */
  recoveryAt: instant.nullable().default(null),
  keySeenAt: instant.nullable(),
  checkpointTakenAt: instant.nullable(),
  completedAt: instant.nullable(),
});
export type SetUpRecord = z.infer<typeof record>;

const NOT_BEGUN: SetUpRecord = {
  token: null,
  claim: null,
  recoveryAt: null,
  keySeenAt: null,
  checkpointTakenAt: null,
  completedAt: null,
};

export async function readSetUp(reads: Reads): Promise<SetUpRecord> {
  const text = await reads.setting(SET_UP);
  return text === undefined ? NOT_BEGUN : record.parse(JSON.parse(text));
}

export async function writeSetUp(tx: Tx, change: Partial<SetUpRecord>): Promise<void> {
  await tx.setSetting(SET_UP, JSON.stringify({ ...(await readSetUp(tx)), ...change }));
}

/** The organisation's name; undefined before it is given. */
export async function readOrganisation(reads: Reads): Promise<string | undefined> {
  const text = await reads.setting(ORGANISATION);
  return text === undefined ? undefined : z.string().parse(JSON.parse(text));
}

export async function writeOrganisation(tx: Tx, name: string): Promise<void> {
  await tx.setSetting(ORGANISATION, JSON.stringify(name));
}

/** Someone can run the installation: the door is not open any more. */
export async function hasAdministrator(reads: Reads): Promise<boolean> {
  return (await reads.people()).some((person) => person.active && person.role === "administrator");
}

export interface SetUpState {
  readonly organisation: string | undefined;
  /** The first administrator is there. */
  readonly person: boolean;
  readonly keySeenAt: Instant | null;
  readonly checkpointTakenAt: Instant | null;
  readonly completedAt: Instant | null;
  /** What comes next; each earlier step can be done again until it is all done. */
  readonly next: "organisation" | "person" | "recovery" | "key" | "checkpoint" | "done";
}

export async function setUpStateIn(reads: Reads): Promise<SetUpState> {
  const { recoveryAt, keySeenAt, checkpointTakenAt, completedAt } = await readSetUp(reads);
  const organisation = await readOrganisation(reads);
  const person = await hasAdministrator(reads);
  const next =
    completedAt !== null
      ? "done"
      : organisation === undefined
        ? "organisation"
        : !person
          ? "person"
          : keySeenAt === null
            ? recoveryAt === null
              ? "recovery"
              : "key"
            : checkpointTakenAt === null
              ? "checkpoint"
              : "done";
  return { organisation, person, keySeenAt, checkpointTakenAt, completedAt, next };
}
