import { z } from "zod";
import { ok, type Result } from "#app/core/shared/result.ts";
import { administer } from "./administer.server.ts";
import { byOf, type SignedIn } from "./auth/session.ts";
import type { House } from "./house.server.ts";
import type { ServerRefusal } from "./refusals.ts";
import type { Reads } from "./store/port.ts";

/** Which incidents the browsers of this organisation's people may keep copies of. */
export const DEVICE_COPIES = ["none", "unrestricted", "all"] as const;
export type DeviceCopies = (typeof DEVICE_COPIES)[number];

export const deviceCopiesSchema = z.enum(DEVICE_COPIES);

const SETTING = "device-copies";

export async function readDeviceCopies(reads: Reads): Promise<DeviceCopies> {
  const chosen = await reads.setting(SETTING);
  return chosen === undefined ? "unrestricted" : deviceCopiesSchema.parse(JSON.parse(chosen));
}

/** Browsers hear of it with the next page they ask for. */
export async function setDeviceCopies(
  house: House,
  signedIn: SignedIn,
  copies: DeviceCopies,
): Promise<Result<undefined, ServerRefusal>> {
  const done = await administer<undefined, never>(house, byOf(signedIn), async (tx) => {
    const before = await readDeviceCopies(tx);
    await tx.setSetting(SETTING, JSON.stringify(copies));
    const entry = { act: "device-copies-set", on: { t: "setting", id: SETTING }, f: { copies, before } };
    return ok({ value: undefined, entries: [entry] });
  });
  return done.ok ? ok(undefined) : done;
}

export function mayKeep(copies: DeviceCopies, incident: { readonly restricted: boolean }): boolean {
  return copies === "all" || (copies === "unrestricted" && !incident.restricted);
}
