import type { Problem } from "./problem.ts";
import type { Template, TemplateStep } from "./template.ts";

/** The longest list a tired person reads to its end. */
const LONGEST_LIST = 9;

/** Every step can come up, after the question that chooses it, in lists short enough to read. */
export function checkOrder(template: Template): readonly Problem[] {
  const order = orderOf(template);
  const loops = findLoops(order);
  return [
    ...loops.map((loop) => cycle(template, loop)),
    ...unreachable(template, order, new Set(loops.flat())),
    ...earlyBranches(template, order),
    ...longLists(template),
  ];
}

/** What each step waits for, by key: what it depends on, and the decision that chooses it. */
type Order = ReadonlyMap<string, ReadonlySet<string>>;

function orderOf(template: Template): Order {
  const order = new Map(template.steps.map((step) => [step.key, new Set<string>()]));
  for (const step of template.steps) {
    for (const key of step.depends_on) if (order.has(key)) order.get(step.key)?.add(key);
    for (const option of step.decision?.options ?? [])
      for (const key of option.next) order.get(key)?.add(step.key);
  }
  return order;
}

/** One loop of each knot of steps, in waiting order: the first waits for the second, the last for the first. */
function findLoops(order: Order): readonly (readonly string[])[] {
  const loops: string[][] = [];
  const settled = new Set<string>();
  const trail: string[] = [];
  const walk = (key: string): void => {
    if (settled.has(key)) return;
    const seen = trail.indexOf(key);
    if (seen !== -1) {
      loops.push(trail.slice(seen));
      return;
    }
    trail.push(key);
    for (const next of order.get(key) ?? []) walk(next);
    trail.pop();
    settled.add(key);
  };
  for (const key of order.keys()) walk(key);
  return loops;
}

function cycle(template: Template, loop: readonly string[]): Problem {
  const first = loop[0] ?? "";
  const drawn = [...loop, first].join(" → ");
  return {
    code: "cycle",
    level: "problem",
    at: first,
    path: pathTo(template, first),
    message:
      loop.length === 1
        ? `The step waits for itself: ${drawn}.`
        : `These steps wait for each other, so none can begin: ${drawn}.`,
    cure: "Take one of them out of depends_on, or out of the next of its decision.",
  };
}

function unreachable(template: Template, order: Order, looped: ReadonlySet<string>): readonly Problem[] {
  const needs = new Needs(template);
  return template.steps.flatMap((step): Problem[] => {
    if (looped.has(step.key)) return [];
    const base = {
      code: "unreachable",
      level: "problem",
      at: step.key,
      path: pathTo(template, step.key),
    } as const;
    const blocker = [...reachedFrom(step.key, order)].find((key) => looped.has(key));
    if (blocker !== undefined) {
      const message = `The step can never begin: it waits for ${blocker}, which waits for itself.`;
      return [{ ...base, message, cure: `Mend the loop at ${blocker} first.` }];
    }
    const torn = needs.of(step.key).find((need) => need.options.size === 0);
    if (torn === undefined) return [];
    return [
      {
        ...base,
        message: `No answer to ${torn.decision} leads here: the step and what it waits for belong to different options.`,
        cure: `Let one option of ${torn.decision} name them both in next, or drop the dependency.`,
      },
    ];
  });
}

interface Need {
  readonly decision: string;
  /** The options under which the step is taken; none means never. */
  readonly options: ReadonlySet<string>;
}

/** Which answers a step asks for: its own branch, and the branches of all it waits for. */
class Needs {
  private readonly steps: ReadonlyMap<string, TemplateStep>;
  private readonly own = new Map<string, Map<string, Set<string>>>();
  private readonly known = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();

  constructor(template: Template) {
    this.steps = new Map(template.steps.map((step) => [step.key, step]));
    for (const step of template.steps) {
      for (const option of step.decision?.options ?? []) {
        for (const key of option.next) {
          const byDecision = this.own.get(key) ?? new Map<string, Set<string>>();
          byDecision.set(step.key, (byDecision.get(step.key) ?? new Set()).add(option.value));
          this.own.set(key, byDecision);
        }
      }
    }
  }

  of(key: string): readonly Need[] {
    return [...this.collect(key)].map(([decision, options]) => ({ decision, options }));
  }

  private collect(key: string): ReadonlyMap<string, ReadonlySet<string>> {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const needs = new Map<string, ReadonlySet<string>>(this.own.get(key));
    this.known.set(key, needs); // a loop ends here; loops are reported as such
    for (const other of this.steps.get(key)?.depends_on ?? []) {
      for (const [decision, options] of this.collect(other)) {
        const mine = needs.get(decision);
        needs.set(
          decision,
          mine === undefined ? options : new Set([...mine].filter((option) => options.has(option))),
        );
      }
    }
    return needs;
  }
}

/** Until a decision is made nothing tells its branches apart: a branch should say that it waits for it. */
function earlyBranches(template: Template, order: Order): readonly Problem[] {
  const depends: Order = new Map(template.steps.map((step) => [step.key, new Set(step.depends_on)]));
  return template.steps.flatMap((decider) => {
    const branch = new Set(decider.decision?.options.flatMap((option) => option.next));
    return [...branch]
      .filter((key) => order.has(key) && key !== decider.key && !reachedFrom(key, depends).has(decider.key))
      .map(
        (key): Problem => ({
          code: "branch-before-decision",
          level: "warning",
          at: key,
          path: pathTo(template, key),
          message: `The step belongs to an option of ${decider.key} but does not wait for that decision.`,
          cure: `Add ${decider.key} to its depends_on.`,
        }),
      );
  });
}

/** One phase of one track is read as one list; a pause point begins a new one. */
function longLists(template: Template): readonly Problem[] {
  const lists = new Map<string, TemplateStep[]>();
  const long: TemplateStep[] = [];
  for (const step of template.steps) {
    const name = `${step.phase} ${step.track}`;
    const list = step.mode === "pause" ? [] : [...(lists.get(name) ?? []), step];
    if (list.length === LONGEST_LIST + 1) long.push(step);
    lists.set(name, list);
  }
  return long.map((step) => ({
    code: "no-pause-point",
    level: "warning",
    at: step.key,
    path: pathTo(template, step.key),
    message: `More than ${LONGEST_LIST} steps of ${step.phase}, ${step.track}, stand in one list without a pause point.`,
    cure: "Put a pause point among them, or move some to another phase or track.",
  }));
}

function reachedFrom(key: string, order: Order): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...(order.get(key) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(order.get(next) ?? []));
  }
  return reached;
}

function pathTo(template: Template, key: string): readonly (string | number)[] {
  return ["steps", template.steps.findIndex((step) => step.key === key)];
}
