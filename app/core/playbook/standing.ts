import type { StepId, UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import {
  type AdHocStep,
  type Decision,
  type Item,
  type Plan,
  type Run,
  type Step,
  type StepRecord,
  type StepStatus,
  skipSatisfies,
  stepIdOf,
} from "./run.ts";
import { sharedName } from "./shared-step.ts";
import type { TemplateStep } from "./template.ts";

// Where each step stands, derived from what was recorded. Pure, and remembered by nobody but its caller.

interface Instance {
  readonly id: StepId;
  readonly run: Run;
  readonly number: number;
  readonly template: TemplateStep;
  readonly adHoc: boolean;
  readonly notBy: UserId | undefined;
  readonly retired: boolean;
  readonly item: Item | undefined;
  readonly needsItem: string | undefined;
}

/** All steps of all runs, in the order of runs, template and items. */
export function stepsOf(plan: Plan): ReadonlyMap<StepId, Step> {
  const instances = [...plan.runs.values()].flatMap((run) => instancesOf(run, plan));
  const byKey = new Map<string, Instance[]>();
  for (const instance of instances) {
    const key = `${instance.run.id} ${instance.template.key}`;
    byKey.set(key, [...(byKey.get(key) ?? []), instance]);
  }
  const shared = sharedDone(instances, plan);
  const steps = new Map<StepId, Step>();
  const derive = (instance: Instance): Step => {
    const known = steps.get(instance.id);
    if (known !== undefined) return known;
    const awaited = waitsForKeys(instance)
      .flatMap((key) => byKey.get(`${instance.run.id} ${key}`) ?? [])
      .filter((other) => awaits(instance, other))
      .map(derive);
    const step = standing(instance, awaited, plan, shared);
    steps.set(instance.id, step);
    return step;
  };
  for (const instance of instances) derive(instance);
  return new Map(instances.map((instance) => [instance.id, derive(instance)]));
}

/** What a step depends on, and the decision that chooses its branch. The template's check lets no loop through. */
function waitsForKeys({ run, template }: Instance): readonly string[] {
  const choosers = run.playbook.template.steps
    .filter((step) => choosesStep(step, template.key))
    .map((step) => step.key);
  return [...new Set([...template.depends_on, ...choosers])];
}

function choosesStep(step: TemplateStep, key: string): boolean {
  return step.decision?.options.some((option) => option.next.includes(key)) ?? false;
}

function instancesOf(run: Run, plan: Plan): Instance[] {
  const template = run.playbook.template;
  const instances = template.steps.flatMap((step, index) => repeat(run, step, index + 1, false, plan));
  const retired = run.retired.flatMap((step, index) =>
    repeat(run, step, template.steps.length + index + 1, true, plan).filter((instance) =>
      plan.records.has(instance.id),
    ),
  );
  const adHoc = [...plan.adHoc.values()]
    .filter((step) => step.run === run.id)
    .map((step, index) => adHocInstance(run, step, template.steps.length + run.retired.length + index + 1));
  return [...instances, ...retired, ...adHoc];
}

function repeat(run: Run, template: TemplateStep, number: number, retired: boolean, plan: Plan): Instance[] {
  const base = { run, number, template, adHoc: false, notBy: undefined, retired };
  const collection = template.repeat_for;
  if (collection === undefined) {
    return [{ ...base, id: stepIdOf(run.id, template.key), item: undefined, needsItem: undefined }];
  }
  const items = [...plan.items.values()].filter((item) => item.collection === collection);
  if (items.length === 0) {
    return [{ ...base, id: stepIdOf(run.id, template.key), item: undefined, needsItem: collection }];
  }
  return items.map((item) => ({
    ...base,
    id: stepIdOf(run.id, template.key, item.id),
    item,
    needsItem: undefined,
  }));
}

function adHocInstance(run: Run, step: AdHocStep, number: number): Instance {
  const template: TemplateStep = {
    key: step.id,
    phase: step.phase,
    track: step.track,
    title: step.title,
    why: step.why,
    roles: [...step.roles],
    mode: "read-do",
    danger: 0,
    four_eyes: false,
    dual_role: [],
    never_skip: step.neverSkip,
    optional: false,
    evidence: [],
    fields: [],
    done_when: step.doneWhen,
    ...(step.targetSeconds === undefined ? {} : { target_seconds: step.targetSeconds }),
    anchor: "item_added",
    depends_on: [],
    do: [],
    snippets: [],
  };
  return {
    id: step.id,
    run,
    number,
    template,
    adHoc: true,
    notBy: step.notBy,
    retired: false,
    item: undefined,
    needsItem: undefined,
  };
}

/** The instance for one item waits for the same item's instance; any other pair waits for all. */
function awaits(instance: Instance, other: Instance): boolean {
  if (instance.item === undefined || other.item === undefined) return true;
  if (instance.item.collection !== other.item.collection) return true;
  return instance.item.id === other.item.id;
}

function sharedDone(instances: readonly Instance[], plan: Plan): ReadonlyMap<string, Instance> {
  const done = new Map<string, Instance>();
  for (const instance of instances) {
    const key = sharedName(instance);
    if (key === undefined || done.has(key)) continue;
    if (plan.records.get(instance.id)?.status === "done" || plan.decisions.has(instance.id))
      done.set(key, instance);
  }
  return done;
}

function standing(
  instance: Instance,
  awaited: readonly Step[],
  plan: Plan,
  shared: ReadonlyMap<string, Instance>,
): Step {
  const own = plan.records.get(instance.id);
  const key = sharedName(instance);
  const elsewhere = own?.status === "done" || key === undefined ? undefined : shared.get(key);
  const other = elsewhere !== undefined && elsewhere.id !== instance.id ? elsewhere.id : undefined;
  const fact =
    instance.template.satisfied_by === undefined
      ? undefined
      : plan.satisfied.get(instance.template.satisfied_by);
  const open = awaited.filter((step) => !isSettled(step));
  const title =
    instance.item === undefined
      ? instance.template.title
      : titleFor(instance.template.title, instance.item.label);
  return {
    id: instance.id,
    run: instance.run.id,
    number: instance.number,
    key: instance.template.key,
    title,
    template: instance.template,
    adHoc: instance.adHoc,
    notBy: instance.notBy,
    retired: instance.retired,
    item: instance.item,
    needsItem: instance.needsItem,
    status: statusOf(
      instance,
      own,
      open.length > 0,
      { shared: other !== undefined, fact: fact !== undefined },
      plan,
    ),
    record: own,
    waitsFor: open.map((step) => step.id),
    sharedWith: other,
    satisfiedBy: fact?.seq,
    decision: plan.decisions.get(instance.id),
    readyAt: open.length > 0 ? undefined : readyAt(instance, awaited),
  };
}

/** "Deactivate the key: AKIA, ends 7Q2F"; a question keeps its own mark. */
function titleFor(title: string, label: string): string {
  return title.endsWith("?") ? `${title} ${label}` : `${title}: ${label}`;
}

function statusOf(
  instance: Instance,
  own: StepRecord | undefined,
  waiting: boolean,
  done: { readonly shared: boolean; readonly fact: boolean },
  plan: Plan,
): StepStatus {
  if (own?.status === "done" || own?.status === "skipped") return own.status;
  if (done.shared || done.fact) return "done";
  if (own?.status === "in-progress" || own?.status === "blocked" || own?.status === "awaiting-approval")
    return own.status;
  if (onOtherBranch(instance, plan)) return "not-taken";
  if (waiting) return "todo";
  return own?.status === "open" && own.failedCheck !== undefined ? "failed-check" : "ready";
}

/** A step some option names in `next` is taken only while a standing decision chose such an option. */
function onOtherBranch(instance: Instance, plan: Plan): boolean {
  const { template } = instance.run.playbook;
  for (const step of template.steps) {
    const options =
      step.decision?.options.filter((option) => option.next.includes(instance.template.key)) ?? [];
    if (options.length === 0) continue;
    const standing = answersTo(step, instance.run, plan);
    if (standing.length === 0) continue;
    if (!standing.some((decision) => options.some((option) => option.value === decision.option))) return true;
  }
  return false;
}

/** The answers that stand, one for each item asked about: of a shared question the latest, whichever run it was given in. */
function answersTo(question: TemplateStep, run: Run, plan: Plan): readonly Decision[] {
  const askers = [...plan.runs.values()].flatMap((asker) =>
    asker.playbook.template.steps
      .filter((step) => isSameQuestion(step, asker, question, run))
      .map((step) => ({ run: asker.id, key: step.key })),
  );
  return [undefined, ...plan.items.keys()].flatMap((item) =>
    askers
      .flatMap((asker) => plan.decisions.get(stepIdOf(asker.run, asker.key, item)) ?? [])
      .sort((a, b) => b.seq - a.seq)
      .slice(0, 1),
  );
}

function isSameQuestion(step: TemplateStep, asker: Run, question: TemplateStep, run: Run): boolean {
  if (step.decision === undefined) return false;
  if (asker.id === run.id && step.key === question.key) return true;
  return question.shared_key !== undefined && step.shared_key === question.shared_key;
}

function isSettled(step: Step): boolean {
  if (step.status === "done") return true;
  if (step.status === "not-taken") return true;
  return (
    step.status === "skipped" && step.record?.status === "skipped" && skipSatisfies(step.record.reasonCode)
  );
}

function readyAt(instance: Instance, awaited: readonly Step[]): Instant {
  let last = instance.item?.at ?? instance.run.startedAt;
  for (const step of awaited) {
    const record = step.record;
    if ((record?.status === "done" || record?.status === "skipped") && record.at > last) last = record.at;
  }
  return last;
}
