import type { Library, Playbook } from "./template.ts";

/** A library of these versions. Of one playbook the highest version number is the newest. */
export function libraryOf(playbooks: Iterable<Playbook>): Library {
  const byHash = new Map<string, Playbook>();
  const newest = new Map<string, Playbook>();
  for (const playbook of playbooks) {
    byHash.set(playbook.hash, playbook);
    const { id, version } = playbook.template;
    const known = newest.get(id);
    if (known === undefined || compareVersions(version, known.template.version) > 0) newest.set(id, playbook);
  }
  return { byHash: (hash) => byHash.get(hash), newest: (id) => newest.get(id) };
}

/** Negative, zero or positive, as for sort: 1.10.0 comes after 1.9.0. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
