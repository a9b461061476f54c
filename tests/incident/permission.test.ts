import { describe, expect, test } from "vitest";
import { commandSchema } from "#app/core/incident/command.ts";
import {
  type CommandKind,
  INSTALLATION_ROLES,
  mayCommand,
  PERMISSIONS,
} from "#app/core/incident/permission.ts";
import { ROLES, type Role } from "#app/core/playbook/template.ts";
import { aTemplate, LIN, OMAR, refused, World, ZOE } from "./world.ts";

const KINDS = Object.keys(PERMISSIONS) as CommandKind[]; // the table's own keys

describe("every role and every command has its cell", () => {
  for (const kind of KINDS) {
    for (const role of ROLES) {
      const may = mayCommand(kind, [role], "member");
      test(`${role} ${may ? "may" : "may not"} ${kind}`, () => {
        const world = new World(aTemplate({ one: {} }))
          .do({ kind: "declare-incident", title: "A" })
          .do({ kind: "join" }, { as: OMAR });
        if (role === "lead") return expect(may).toBe(true);
        world.do({ kind: "set-role", userId: OMAR, roles: [role] });
        const code = refused(world.try(plainest(kind), { as: OMAR }));
        if (may) expect(code === "role-needed" && !OWN_RULE.has(kind)).toBe(false);
        else expect(code).toBe("role-needed");
      });
    }
  }
});

/** Commands whose own rule looks at roles once more: another's roles, another's entry. */
const OWN_RULE: ReadonlySet<CommandKind> = new Set<CommandKind>([
  "set-role",
  "correct-entry",
  "leave-team",
  "ask-to-be-let-in",
]);

test("no command exists without a row in the table", () => {
  const kinds = commandSchema.options
    .map((option) => option.shape.kind.value)
    .filter((kind) => kind !== "declare-incident");
  expect(kinds.sort()).toEqual([...KINDS].sort());
});

test("being an administrator gives no right inside an incident", () => {
  const roles: readonly (readonly Role[] | undefined)[] = [undefined, [], ...ROLES.map((role) => [role])];
  for (const kind of KINDS) {
    for (const held of roles)
      expect(mayCommand(kind, held, "administrator")).toBe(mayCommand(kind, held, "member"));
  }
});

test("an observer of the installation may do nothing, whatever role an incident gave them", () => {
  for (const kind of KINDS)
    for (const role of ROLES) expect(mayCommand(kind, [role], "observer")).toBe(false);
  expect(INSTALLATION_ROLES).toContain("observer");
});

test("off the team a member may only join, log pressure, and what the rule itself gives to people outside", () => {
  expect(KINDS.filter((kind) => mayCommand(kind, undefined, "member"))).toEqual([
    "log-pressure",
    "join",
    "ask-to-be-let-in",
    "let-in",
    "accept-invitation",
  ]);
});

test("a guest may do nothing off the team but come with an invitation, and on it what their role may", () => {
  expect(KINDS.filter((kind) => mayCommand(kind, undefined, "guest"))).toEqual(["accept-invitation"]);
  for (const kind of KINDS) {
    for (const role of ROLES)
      expect(mayCommand(kind, [role], "guest")).toBe(mayCommand(kind, [role], "member"));
  }
});

test("off the team the refusal says to join", () => {
  const world = new World().do({ kind: "declare-incident", title: "A" });
  expect(refused(world.try({ kind: "add-note", text: "Hello" }, { as: ZOE }))).toBe("not-on-team");
});

const WATCH = "If the third key is used, call the provider";

describe("the lead", () => {
  test("can't be taken by joining while someone leads", () => {
    const world = new World().do({ kind: "declare-incident", title: "A" });
    expect(refused(world.try({ kind: "join", roles: ["lead"] }, { as: OMAR }))).toBe("role-needed");
  });

  test("changes only when the receiver accepts", () => {
    const world = new World().do({ kind: "declare-incident", title: "A" }).do({ kind: "join" }, { as: OMAR });
    world.do({ kind: "hand-over", to: OMAR, brief: "Two keys are off, one is not", ifThen: [WATCH] });
    expect(world.state.people.get(LIN)?.roles).toContain("lead");
    expect(refused(world.try({ kind: "accept-handover", saysBack: "x" }, { as: LIN }))).toBe(
      "no-handover-offered",
    );
    world.do({ kind: "accept-handover", saysBack: "I switch off the third key" }, { as: OMAR });
    expect([world.state.people.get(LIN)?.roles, world.state.people.get(OMAR)?.roles]).toEqual([[], ["lead"]]);
  });

  test("takes others off the team; others only themselves, and what they did keeps their name", () => {
    const world = new World().do({ kind: "declare-incident", title: "A" });
    world.do({ kind: "join" }, { as: OMAR }).do({ kind: "join" }, { as: ZOE });
    const leave = (userId: string) => ({ kind: "leave-team", userId, because: "Shift is over" }) as const;
    expect(refused(world.try(leave(ZOE), { as: OMAR }))).toBe("role-needed");
    world.do(leave(ZOE)).do(leave(OMAR), { as: OMAR });
    expect(world.state.people.get(OMAR)).toMatchObject({ name: "Omar Haddad", roles: undefined });
    expect(refused(world.try({ kind: "add-note", text: "Hello" }, { as: OMAR }))).toBe("not-on-team");
    expect(refused(world.try(leave(LIN)))).toBe("last-lead");
  });

  test("can't be laid down without a next one", () => {
    const world = new World().do({ kind: "declare-incident", title: "A" });
    expect(refused(world.try({ kind: "set-role", userId: LIN, roles: ["scribe"] }))).toBe("last-lead");
  });
});

function plainest(kind: CommandKind): Parameters<World["try"]>[0] {
  const stepId = "r1.one";
  const text = "A reason";
  const given: Record<string, unknown> = {
    title: "B",
    codename: "B",
    at: "2026-11-24T10:00:00Z",
    source: text,
    severity: "SEV1",
    because: text,
    classification: ["key-exposed"],
    playbookId: "sample",
    runId: "r1",
    collection: "leaked_keys",
    label: text,
    phase: "P0",
    track: "main",
    why: text,
    doneWhen: text,
    stepId,
    to: LIN,
    reasonCode: "no-access",
    reason: text,
    needs: text,
    changed: text,
    option: "yes",
    value: text,
    seq: 0,
    text,
    from: text,
    words: text,
    ref: "01JDDDDDDDDDDDDDDDDDDDDDDE",
    userId: LIN,
    roles: ["scribe"],
    brief: text,
    saysBack: text,
    approvalId: 0,
    hash: "0".repeat(64),
    for: { kind: "add-note", text },
    second: ZOE,
    email: "supplier@example.org",
    slots: ["f:text"],
    ground: "unlawful",
    until: "2026-12-24T10:00:00Z",
  };
  const option = commandSchema.options.find((candidate) => candidate.shape.kind.value === kind);
  const fields = Object.keys(option?.shape ?? {}).filter((field) => field in given && field !== "kind");
  return { kind, ...Object.fromEntries(fields.map((field) => [field, given[field]])) };
}
