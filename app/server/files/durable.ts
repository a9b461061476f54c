import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Replaces a small file in one step: after a crash it is the old one or the new one, whole. */
export function writeDurably(path: string, content: string | Uint8Array, mode = 0o600): void {
  const next = `${path}.${process.pid}.new`;
  try {
    const file = openSync(next, "w", mode);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, path);
  } catch (cause) {
    rmSync(next, { force: true });
    throw cause;
  }
  syncFolder(dirname(path));
}

/** Makes names in a folder (new, renamed, removed) survive the loss of power. */
export function syncFolder(folder: string): void {
  if (process.platform === "win32") return; // a folder cannot be opened there
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
