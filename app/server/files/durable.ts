import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { codeOf } from "./disk-failure.ts";

/** Replaces a small file in one step: after a crash it is the old one or the new one, whole. */
export function writeDurably(path: string, content: string | Uint8Array, mode = 0o600): void {
  const next = `${path}.${process.pid}.new`;
  try {
    writeSynced(next, content, mode);
    renameSync(next, path);
  } catch (cause) {
    rmSync(next, { force: true });
    throw cause;
  }
  syncFolder(dirname(path));
}

/** Makes a small file, whole, unless there is one already: of several processes one makes it. False for the others. */
export function createDurably(path: string, content: string | Uint8Array, mode = 0o600): boolean {
  const next = `${path}.${process.pid}.new`;
  try {
    writeSynced(next, content, mode);
    linkSync(next, path); // a rename would replace what another process has made
  } catch (cause) {
    if (codeOf(cause) === "EEXIST") return false;
    throw cause;
  } finally {
    rmSync(next, { force: true });
  }
  syncFolder(dirname(path));
  return true;
}

function writeSynced(path: string, content: string | Uint8Array, mode: number): void {
  const file = openSync(path, "w", mode);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
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
