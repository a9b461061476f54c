import { hash } from "node:crypto";
import type { Sha256 } from "#app/core/audit/primitives.ts";

/** The platform's own SHA-256: several times as fast as the portable one. */
export const sha256: Sha256 = (data) => hash("sha256", data, "buffer");
