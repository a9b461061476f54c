import { isLive, steps } from "#app/core/incident/incident.ts";
import type { Step } from "#app/core/playbook/run.ts";
import type { TemplateStep } from "#app/core/playbook/template.ts";
import { shippedLibrary } from "#app/server/content/playbooks.server.ts";
import { LIN, OMAR, World } from "#tests/incident/world.ts";

// Plays the playbooks we ship, as people would, through the product's one door.

/** An incident in which these playbooks run: r1, r2, … Between them Lin and Omar hold every role a step asks for. */
export function started(...ids: readonly string[]): World {
  const templates = ids.map((id) => {
    const playbook = shippedLibrary.newest(id);
    if (playbook === undefined) throw new Error(`${id} is not shipped`);
    return playbook.template;
  });
  const world = new World(...templates)
    .do({ kind: "declare-incident", title: "Access key published in a blog post" })
    .do({ kind: "join", roles: ["executive"] }, { as: OMAR })
    .do({ kind: "set-role", userId: LIN, roles: ["lead", "privacy", "legal", "communications"] });
  for (const playbookId of ids) world.do({ kind: "start-playbook", playbookId });
  return world;
}

/** Does every required step that can be done, but for those `held` back by key, until nothing is left to do. */
export function playOn(world: World, held: readonly string[] = []): World {
  for (;;) {
    const step = [...steps(world.state).values()].find(
      (candidate) =>
        candidate.status === "ready" &&
        isLive(world.state, candidate) &&
        !candidate.template.optional &&
        !held.includes(candidate.key),
    );
    if (step === undefined) return world;
    if (step.needsItem !== undefined) add(world, step.needsItem, "The first");
    else settle(world, step);
  }
}

export function add(world: World, collection: string, label: string): World {
  return world.do({ kind: "add-item", collection, label });
}

/** Completes the step with something for each value and proof it asks for; a question gets its first answer. */
export function complete(world: World, stepId: string): void {
  settle(world, stepOf(world, stepId));
}

/** Answers the question with this option, with a second person where it takes two. */
export function answer(world: World, stepId: string, option: string): void {
  act(world, stepOf(world, stepId), { kind: "decide", stepId, option, because: "As we know it now." });
}

type Act = Parameters<World["do"]>[0];

/** Lin asks, Omar approves. */
export function agreed(world: World, command: Act): World {
  world.do({ kind: "request-approval", for: command });
  const approval = [...world.state.approvals.values()].at(-1);
  return world.do({ kind: "approve", approvalId: approval?.id, hash: approval?.hash }, { as: OMAR });
}

/** Asks to close, as the lead; another person has to agree. */
export function askToClose(world: World) {
  return world.try({ kind: "request-approval", for: { kind: "close-incident", because: "All is done." } });
}

export function statusOf(world: World, stepId: string) {
  return stepOf(world, stepId).status;
}

export function stepOf(world: World, stepId: string): Step {
  const step = [...steps(world.state).values()].find((candidate) => candidate.id === stepId);
  if (step === undefined) throw new Error(`there is no step ${stepId}`);
  return step;
}

function settle(world: World, step: Step): void {
  const { id: stepId, template } = step;
  if (template.satisfied_by !== undefined) {
    world.do({ kind: "set-became-aware", at: world.at, source: "A mail" });
    return;
  }
  const first = template.decision?.options[0];
  if (first !== undefined) answer(world, stepId, first.value);
  else act(world, step, { kind: "complete-step", stepId, outcome: template.done_when, ...given(template) });
}

function act(world: World, step: Step, command: Act): void {
  if (step.template.four_eyes) agreed(world, command);
  else world.do(command);
}

function given(step: TemplateStep) {
  return {
    fields: Object.fromEntries(step.fields.map((field) => [field.key, "as asked"])),
    evidence: step.evidence.flatMap((rule) =>
      Array.from({ length: rule.min_count }, () => ({ key: rule.key, value: "as asked" })),
    ),
  };
}
