import { randomBytes } from "node:crypto";
import { idFrom } from "#app/core/shared/ids.ts";

/** Made once for each page that is shown: the idempotency keys of its forms begin with it. */
export function pageKey(): string {
  return idFrom(randomBytes(17));
}
