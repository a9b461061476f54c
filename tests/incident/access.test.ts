import { describe, expect, test } from "vitest";
import { INSTALLATION_ROLES, maySee } from "#app/core/incident/permission.ts";
import { summarize } from "#app/core/incident/summary.ts";
import { LIN, type More, OMAR, refused, World, ZOE } from "./world.ts";

// Who sees an incident: the team alone where it is restricted, and how others get in.

const DAY = 24 * 3600;
const ADMINISTRATOR: More = { as: OMAR, installationRole: "administrator" };
const because = "It concerns someone who works here";

function aRestricted(): World {
  const world = new World().do({ kind: "declare-incident", title: "A" }).do({ kind: "restrict", because });
  world.installed.set(OMAR, "administrator");
  return world;
}

describe("who is shown an incident", () => {
  test("members and administrators see every unrestricted one, and of the restricted ones those of their teams", () => {
    const seen = INSTALLATION_ROLES.map((role) => [
      role,
      maySee(role, { restricted: false, onTeam: false }),
      maySee(role, { restricted: true, onTeam: false }),
      maySee(role, { restricted: true, onTeam: true }),
    ]);
    expect(seen).toEqual([
      ["administrator", true, false, true],
      ["member", true, false, true],
      ["observer", false, false, true],
      ["guest", false, false, true],
    ]);
  });
});

describe("a restricted incident", () => {
  test("is restricted by the lead alone, with a reason, and once", () => {
    const world = new World().do({ kind: "declare-incident", title: "A" }).do({ kind: "join" }, { as: OMAR });
    expect(refused(world.try({ kind: "restrict", because }, { as: OMAR }))).toBe("role-needed");
    world.do({ kind: "restrict", because });
    expect(world.state.restricted).toMatchObject({ because });
    expect(refused(world.try({ kind: "restrict", because }))).toBe("no-change");
    expect(summarize(world.state).restricted).toBe(true);
  });

  test("answers every command of people off its team as one that does not exist", () => {
    const world = aRestricted();
    for (const kind of ["join", "add-note", "log-pressure", "set-title"] as const) {
      const command = { kind, text: "x", from: "x", words: "x", title: "x" };
      const loose = Object.fromEntries(
        Object.entries(command).filter(
          ([name]) => name === "kind" || FIELDS[kind].some((field) => field === name),
        ),
      );
      const code = refused(world.try({ ...loose, kind }, { as: ZOE }));
      expect({ kind, code }).toEqual({ kind, code: "not-found" });
    }
  });

  test("is opened again by the lead and a second person, who saw that it was restricted", () => {
    const world = aRestricted().do({ kind: "set-role", userId: ZOE, roles: ["legal"] });
    const lift = { kind: "lift-restriction", because: "The person is cleared" } as const;
    expect(refused(world.try(lift))).toBe("needs-approval");
    world.do({ kind: "request-approval", for: lift });
    const approval = [...world.state.approvals.values()].at(-1);
    const approve = { kind: "approve", approvalId: approval?.id, hash: approval?.hash } as const;
    expect(refused(world.try(approve, { as: LIN }))).toBe("same-person");
    expect(refused(world.try(approve, { as: ZOE, reauthenticated: false }))).toBe("reauthenticate");
    world.do(approve, { as: ZOE });
    expect(world.state.restricted).toBeUndefined();
    expect(summarize(world.state)).not.toHaveProperty("restricted");
  });

  test("anyone of its team brings people in; nobody of them gives the lead away", () => {
    const world = aRestricted().do({ kind: "set-role", userId: ZOE, roles: ["legal"] });
    world.do({ kind: "set-role", userId: OMAR, roles: ["technical"] }, { as: ZOE });
    expect(world.state.people.get(OMAR)?.roles).toEqual(["technical"]);
    const change = { kind: "set-role", userId: OMAR, roles: ["privacy"] } as const;
    expect(refused(world.try(change, { as: ZOE }))).toBe("role-needed");
  });
});

const FIELDS: Readonly<Record<"join" | "add-note" | "log-pressure" | "set-title", readonly string[]>> = {
  join: [],
  "add-note": ["text"],
  "log-pressure": ["from", "words"],
  "set-title": ["title"],
};

describe("being let in by two", () => {
  const ask = { kind: "ask-to-be-let-in", second: ZOE, because: "Nobody of the team answers" } as const;

  function asked() {
    const world = aRestricted().do(ask, ADMINISTRATOR);
    const seq = [...world.state.letIns.keys()].at(-1) ?? -1;
    return { world, seq };
  }

  test("an administrator asks, naming another person, with a fresh proof", () => {
    const world = aRestricted();
    expect(refused(world.try(ask, { as: OMAR }))).toBe("role-needed");
    expect(refused(world.try(ask, { ...ADMINISTRATOR, reauthenticated: false }))).toBe("reauthenticate");
    expect(refused(world.try({ ...ask, second: OMAR }, ADMINISTRATOR))).toBe("same-person");
    world.installed.set(ZOE, "guest");
    expect(refused(world.try(ask, ADMINISTRATOR))).toBe("unknown-person");
    world.installed.delete(ZOE);
    expect(refused(world.try(ask, ADMINISTRATOR))).toBe("unknown-person");
  });

  test("the team sees who asked, whom they named and why, before anything opens", () => {
    const { world } = asked();
    expect(world.state.people.get(OMAR)?.roles).toBeUndefined();
    expect(world.state.people.get(ZOE)?.name).toBe("Zoé Marchetti");
    expect(summarize(world.state).letInAsked).toMatchObject([
      { by: { id: OMAR, name: "Omar Haddad" }, second: ZOE, because: "Nobody of the team answers" },
    ]);
  });

  test("the named person alone lets in, with a fresh proof, within a day, and once", () => {
    const { world, seq } = asked();
    const letIn = { kind: "let-in", seq } as const;
    expect(refused(world.try(letIn, ADMINISTRATOR))).toBe("not-found");
    expect(refused(world.try(letIn, { as: ZOE, reauthenticated: false }))).toBe("reauthenticate");
    expect(refused(world.try({ kind: "add-note", text: "x" }, { as: ZOE }))).toBe("not-found");
    world.do(letIn, { as: ZOE });
    expect(world.state.people.get(OMAR)?.roles).toEqual([]);
    expect(world.entries.at(-1)).toMatchObject({
      act: "person-let-in",
      by: { u: ZOE },
      on: { id: OMAR },
      ref: [seq],
    });
    expect(refused(world.try(letIn, { as: ZOE }))).toBe("no-change");
    expect(summarize(world.state)).not.toHaveProperty("letInAsked");
    world.do({ kind: "add-note", text: "I am in" }, ADMINISTRATOR);
  });

  test("a request that nobody answers is over after a day, or when who asked is no administrator", () => {
    const { world, seq } = asked();
    world.installed.set(OMAR, "member");
    expect(refused(world.try({ kind: "let-in", seq }, { as: ZOE }))).toBe("let-in-over");
    world.installed.set(OMAR, "administrator");
    world.pass(DAY);
    expect(refused(world.try({ kind: "let-in", seq }, { as: ZOE }))).toBe("let-in-over");
  });

  test("there is nothing to be let in to where nothing is restricted", () => {
    const world = new World().do({ kind: "declare-incident", title: "A" });
    world.installed.set(OMAR, "administrator");
    expect(refused(world.try(ask, ADMINISTRATOR))).toBe("not-restricted");
  });
});

describe("someone from outside", () => {
  const invite = {
    kind: "invite",
    email: "kim@supplier.example",
    roles: ["supplier"],
    until: "2026-12-01T00:00:00Z",
  } as const;
  const KIM: More = { as: ZOE, installationRole: "guest" };

  function invited() {
    const world = new World().do({ kind: "declare-incident", title: "A" }).do(invite);
    return { world, seq: [...world.state.invitations.keys()].at(-1) ?? -1 };
  }

  test("is invited by the lead, with a role that is not the lead's, until a time to come", () => {
    const { world } = invited();
    world.do({ kind: "join", roles: ["technical"] }, { as: OMAR });
    expect(refused(world.try(invite, { as: OMAR }))).toBe("role-needed");
    expect(refused(world.try({ ...invite, until: "2026-11-24T00:00:00Z" }))).toBe("time-past");
    expect(() => world.try({ ...invite, roles: ["lead"] })).toThrow("handed over");
  });

  test("comes in with the link alone, once, and has the role of the invitation", () => {
    const { world, seq } = invited();
    const accept = { kind: "accept-invitation", seq } as const;
    expect(refused(world.try(accept, KIM))).toBe("not-on-team");
    expect(refused(world.try(accept, { ...KIM, invitation: seq + 1 }))).toBe("not-on-team");
    world.do(accept, { ...KIM, invitation: seq });
    expect(world.state.people.get(ZOE)?.roles).toEqual(["supplier"]);
    expect(refused(world.try(accept, { ...KIM, invitation: seq }))).toBe("invitation-over");
  });

  test("does not come in once the invitation is withdrawn or its time has passed", () => {
    const withdrawn = invited();
    withdrawn.world.do({ kind: "withdraw-invitation", seq: withdrawn.seq, because: "Wrong address" });
    const late = invited();
    late.world.pass(8 * DAY);
    for (const { world, seq } of [withdrawn, late]) {
      const code = refused(world.try({ kind: "accept-invitation", seq }, { ...KIM, invitation: seq }));
      expect(code).toBe("invitation-over");
    }
  });

  test("takes no other role, brings nobody in and declares nothing", () => {
    const { world, seq } = invited();
    world.do({ kind: "accept-invitation", seq }, { ...KIM, invitation: seq });
    expect(refused(world.try({ kind: "join", roles: ["legal"] }, KIM))).toBe("role-needed");
    world.do({ kind: "set-role", userId: ZOE, roles: ["legal"] });
    expect(refused(world.try({ kind: "set-role", userId: ZOE, roles: ["legal", "privacy"] }, KIM))).toBe(
      "role-needed",
    );
    expect(refused(world.try({ kind: "set-role", userId: OMAR, roles: ["technical"] }, KIM))).toBe(
      "role-needed",
    );
    expect(refused(new World().try({ kind: "declare-incident", title: "A" }, KIM))).toBe("role-needed");
  });
});

test("when the lead was deactivated, someone of the team takes the lead, and there is still one", () => {
  const world = new World().do({ kind: "declare-incident", title: "A" });
  world.do({ kind: "join", roles: ["technical"] }, { as: OMAR });
  const take = { kind: "set-role", userId: OMAR, roles: ["technical", "lead"] } as const;
  expect(refused(world.try(take, { as: OMAR }))).toBe("role-needed");
  world.append([{ act: "person-deactivated", on: { t: "person", id: LIN }, f: {} }], OMAR);
  expect(refused(world.try({ ...take, userId: ZOE }, { as: OMAR }))).toBe("role-needed");
  world.do(take, { as: OMAR });
  expect([world.state.people.get(LIN)?.roles, world.state.people.get(OMAR)?.roles]).toEqual([
    [],
    ["technical", "lead"],
  ]);
});
