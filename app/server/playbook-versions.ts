import canonicalize from "canonicalize";
import type { Entry } from "#app/core/incident/entry.ts";
import { type Library, type Playbook, templateSchema } from "#app/core/playbook/template.ts";
import type { Reads, Tx } from "./store/port.ts";

/** Keeps the text of each playbook version that these entries pin to a run: a later build may not ship it. */
export async function keepPlaybooks(tx: Tx, library: Library, entries: readonly Entry[]): Promise<void> {
  for (const hash of entries.flatMap(pinnedHash)) {
    const playbook = library.byHash(hash);
    if (playbook === undefined) throw new Error(`a run was started on an unknown playbook version ${hash}`);
    const { id, version } = playbook.template;
    await tx.keepPlaybook({ hash, id, version, template: canonicalize(playbook.template) ?? "" });
  }
}

/** Every version that was ever pinned here. */
export async function storedPlaybooks(reads: Reads): Promise<readonly Playbook[]> {
  const versions = await reads.playbooks();
  return versions.map(({ hash, template }) => ({
    hash,
    template: templateSchema.parse(JSON.parse(template)),
  }));
}

function pinnedHash({ f }: Entry): readonly string[] {
  const { playbook } = f;
  if (typeof playbook !== "object" || playbook === null || !("hash" in playbook)) return [];
  return typeof playbook.hash === "string" ? [playbook.hash] : [];
}
