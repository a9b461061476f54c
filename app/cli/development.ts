import { createApi } from "#app/server/api/api.ts";
import { createHandler } from "#app/server/app.server.ts";
import { type Door, openDoor } from "#app/server/auth/door.ts";
import { issueSetUpToken } from "#app/server/auth/set-up.ts";
import type { House } from "#app/server/house.server.ts";
import type { Handler } from "#app/server/http/handler.ts";
import { openInstallation, readEnvironment } from "./installation.ts";

// For `npm run dev` alone: the house stays open while the code around it is loaded anew.

const kept: { house?: Promise<House> } = globalThisSlot();

export async function createDevelopmentHandler({ origin }: { readonly origin: string }): Promise<Handler> {
  kept.house ??= begin(origin);
  const house = await kept.house;
  const door: Door = openDoor(house, origin);
  const report = (error: unknown) =>
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  return createHandler({ house, door, origin, clientDir: undefined, api: createApi(door), report });
}

async function begin(origin: string): Promise<House> {
  const house = await openInstallation("server", undefined, readEnvironment());
  const token = await issueSetUpToken(house);
  if (token !== undefined) process.stderr.write(`Set it up: ${origin}/setup?token=${token}\n`);
  return house;
}

/** The module is evaluated again after each change, the process is not. */
function globalThisSlot(): { house?: Promise<House> } {
  // The member is optional, so this claims nothing that could be wrong.
  const slot = globalThis as typeof globalThis & { sangfroidDevelopment?: { house?: Promise<House> } };
  slot.sangfroidDevelopment ??= {};
  return slot.sangfroidDevelopment;
}
