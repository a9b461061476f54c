import { assertNever } from "#app/core/shared/assert-never.ts";
import type { ItemId, RunId, StepId, UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import type { SkipReason } from "../incident/command.ts";
import type { Playbook, Role, TemplateStep } from "./template.ts";

// A run is a playbook version pinned to an incident. What people did is kept as records, one per step;
// where each step stands is derived from records, dependencies, decisions and items, never stored.
//
//                        claim                      complete
//   todo ──▶ ready ────────────▶ in-progress ─────────────────▶ done
//    ▲ derived │  ▲ release ──────────┘ │  │ request-approval    │
//    │         │  │                     │  ▼                     │ undo-step: ready again
//    │         │  └── decline ── awaiting-approval ── approve ──▶│ fail-check: ready, marked
//    │         ▼ block  ▲ unblock                                ▼
//    │       blocked ───┘          skip (from any open state) ▶ skipped
//    └── not-taken: a decision chose another branch

/** What was last recorded of a step. `seq` is the entry that recorded it. */
export type StepRecord =
  | { readonly status: "open"; readonly seq: number; readonly failedCheck?: string }
  | {
      readonly status: "in-progress";
      readonly seq: number;
      readonly by: UserId;
      readonly since: Instant;
      readonly claimedStart?: Instant;
    }
  | {
      readonly status: "blocked";
      readonly seq: number;
      readonly by: UserId | undefined;
      readonly reason: string | undefined;
      readonly needs: string | undefined;
      readonly asked: string | undefined;
      readonly until: Instant | undefined;
    }
  | {
      readonly status: "awaiting-approval";
      readonly seq: number;
      readonly by: UserId;
      readonly approvalId: number;
      readonly before: StepRecord;
    }
  | {
      readonly status: "done";
      readonly seq: number;
      readonly by: UserId | undefined;
      /** When the log recorded it. */
      readonly at: Instant;
      /** When the person says it was done, if earlier. */
      readonly doneAt: Instant | undefined;
      readonly outcome: string | undefined;
      readonly fields: Readonly<Record<string, string>>;
      readonly breakGlass: boolean;
    }
  | {
      readonly status: "skipped";
      readonly seq: number;
      readonly by: UserId | undefined;
      readonly at: Instant;
      readonly reasonCode: SkipReason | undefined;
      readonly reason: string | undefined;
    };

export interface Item {
  readonly id: ItemId;
  readonly collection: string;
  readonly label: string;
  readonly at: Instant;
  readonly seq: number;
}

/** A step written on the spot. It belongs to a run, survives rebase, and waits for nothing. */
export interface AdHocStep {
  readonly id: StepId;
  readonly run: RunId;
  readonly phase: string;
  readonly track: string;
  readonly title: string;
  readonly why: string;
  readonly doneWhen: string;
  readonly roles: readonly Role[];
  readonly targetSeconds: number | undefined;
  readonly neverSkip: boolean;
  readonly at: Instant;
  readonly seq: number;
}

export interface Run {
  readonly id: RunId;
  readonly playbook: Playbook;
  readonly startedAt: Instant;
  readonly startedBy: UserId | undefined;
  readonly seq: number;
  readonly ended: { readonly seq: number; readonly because: string | undefined } | undefined;
  /** Steps of earlier versions that have records and that a rebase took out of the template. */
  readonly retired: readonly TemplateStep[];
}

export interface Decision {
  readonly seq: number;
  readonly stepId: StepId;
  readonly question: string | undefined;
  readonly option: string | undefined;
  readonly label: string | undefined;
  readonly because: string | undefined;
  readonly basis: readonly number[];
  readonly confidence: "low" | "medium" | "high" | undefined;
  readonly by: UserId | undefined;
  readonly at: Instant;
  readonly reviewAt: Instant | undefined;
  /** The earlier decision this one replaces; it stays in the log. */
  readonly supersedes: number | undefined;
}

/** Everything the derivation reads. */
export interface Plan {
  readonly runs: ReadonlyMap<RunId, Run>;
  readonly adHoc: ReadonlyMap<StepId, AdHocStep>;
  readonly records: ReadonlyMap<StepId, StepRecord>;
  readonly items: ReadonlyMap<ItemId, Item>;
  /** The standing decision of each decision step. */
  readonly decisions: ReadonlyMap<StepId, Decision>;
  /** Entries by which facts of the incident complete a step: `became-aware-set`. */
  readonly satisfied: ReadonlyMap<
    string,
    { readonly seq: number; readonly at: Instant; readonly by: UserId | undefined }
  >;
}

export type StepStatus =
  | "todo"
  | "ready"
  | "in-progress"
  | "blocked"
  | "awaiting-approval"
  | "done"
  | "skipped"
  | "not-taken"
  | "failed-check";

export interface Step {
  readonly id: StepId;
  readonly run: RunId;
  /** Position among all steps of the run, from 1; the instances of one repeated step share it. */
  readonly number: number;
  readonly key: string;
  readonly title: string;
  readonly template: TemplateStep;
  readonly adHoc: boolean;
  /** The template no longer has it; it stays because something was recorded. */
  readonly retired: boolean;
  readonly item: Item | undefined;
  /** The collection whose first item has to be added before this step can be done. */
  readonly needsItem: string | undefined;
  readonly status: StepStatus;
  readonly record: StepRecord | undefined;
  /** Steps that are not done yet and that this one waits for. */
  readonly waitsFor: readonly StepId[];
  /** Done because the same shared step is done in another run. */
  readonly sharedWith: StepId | undefined;
  /** Done because a fact of the incident satisfies it. */
  readonly satisfiedBy: number | undefined;
  readonly decision: Decision | undefined;
  /** When its dependencies were complete; the run's start where it has none. */
  readonly readyAt: Instant | undefined;
}

interface Instance {
  readonly id: StepId;
  readonly run: Run;
  readonly number: number;
  readonly template: TemplateStep;
  readonly adHoc: boolean;
  readonly retired: boolean;
  readonly item: Item | undefined;
  readonly needsItem: string | undefined;
}

/** `r1.key.off`, and `r1.key.off.i2` for the instance of an item. */
export function stepIdOf(run: RunId, key: string, item?: ItemId): StepId {
  return (item === undefined ? `${run}.${key}` : `${run}.${key}.${item}`) as StepId; // the one place that spells it
}

/** Skips that count as "this is taken care of" for the steps that wait. */
export function skipSatisfies(reason: SkipReason | undefined): boolean {
  switch (reason) {
    case "not-applicable":
    case "done-elsewhere":
    case "superseded":
      return true;
    case "refused-by-owner":
    case "no-access":
    case undefined:
      return false;
    default:
      return assertNever(reason);
  }
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
  const base = { run, number, template, adHoc: false, retired };
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
    const key = sharedKey(instance);
    if (key === undefined || done.has(key)) continue;
    if (plan.records.get(instance.id)?.status === "done" || plan.decisions.has(instance.id))
      done.set(key, instance);
  }
  return done;
}

function sharedKey(instance: Instance): string | undefined {
  const key = instance.template.shared_key;
  return key === undefined ? undefined : `${key} ${instance.item?.id ?? ""}`;
}

function standing(
  instance: Instance,
  awaited: readonly Step[],
  plan: Plan,
  shared: ReadonlyMap<string, Instance>,
): Step {
  const own = plan.records.get(instance.id);
  const key = sharedKey(instance);
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
      : `${instance.template.title}: ${instance.item.label}`;
  return {
    id: instance.id,
    run: instance.run.id,
    number: instance.number,
    key: instance.template.key,
    title,
    template: instance.template,
    adHoc: instance.adHoc,
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
    const standing = [...plan.decisions.values()].filter((decision) =>
      decisionOf(decision, instance.run.id, step.key, plan),
    );
    if (standing.length === 0) continue;
    if (!standing.some((decision) => options.some((option) => option.value === decision.option))) return true;
  }
  return false;
}

function decisionOf(decision: Decision, run: RunId, key: string, plan: Plan): boolean {
  if (decision.stepId === stepIdOf(run, key)) return true;
  return [...plan.items.keys()].some((item) => decision.stepId === stepIdOf(run, key, item));
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
