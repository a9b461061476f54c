import { command } from "./commands.ts";
import { evidence } from "./evidence.ts";
import { declare, list, show } from "./incidents.ts";
import {
  anchor,
  checkpoint,
  consistency,
  entries,
  installationCheckpoint,
  installationConsistency,
  receipt,
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
  installationCheckpoint,
  installationConsistency,
  verifierKey,
];
