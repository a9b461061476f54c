import type { StepId } from "#app/core/shared/ids.ts";
import { type Incident, steps } from "./incident.ts";

/** Steps with work in them that rest on `id`, directly or through others, or belong to a branch it chooses. */
export function dependantsOf(incident: Incident, id: StepId): readonly StepId[] {
  const all = steps(incident);
  const source = all.get(id);
  if (source === undefined) return [];
  const reached = new Set([source.key]);
  const branches = new Set(source.template.decision?.options.flatMap((option) => option.next));
  const found: StepId[] = [];
  // Template order does not follow dependencies, so this passes until nothing new is reached.
  for (let grew = true; grew; ) {
    grew = false;
    for (const step of all.values()) {
      if (step.run !== source.run || found.includes(step.id)) continue;
      if (!step.template.depends_on.some((key) => reached.has(key)) && !branches.has(step.key)) continue;
      if (
        step.item !== undefined &&
        source.item?.collection === step.item.collection &&
        source.item.id !== step.item.id
      )
        continue;
      found.push(step.id);
      reached.add(step.key);
      grew = true;
    }
  }
  const worked = new Set(["done", "in-progress", "awaiting-approval", "blocked"]);
  return found.filter((dependant) => worked.has(all.get(dependant)?.status ?? ""));
}
