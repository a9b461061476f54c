import { command } from "./commands.ts";
import { evidence } from "./evidence.ts";
import { declare, list, show } from "./incidents.ts";
import {
  anchor,
  bundle,
  checkpoint,
  consistency,
  entries,
  installationCheckpoint,
  installationConsistency,
  receipt,
  rotations,
  verifierKey,
} from "./logs.ts";
import type { Route } from "./route.ts";

/** Everything below /api/v1 that asks who is there. Permission tests walk it. */
export const ROUTES: readonly Route[] = [
  declare,
  list,
  show,
  command,
  evidence,
  entries,
  checkpoint,
  consistency,
  receipt,
  anchor,
  bundle,
  installationCheckpoint,
  installationConsistency,
  rotations,
  verifierKey,
];
