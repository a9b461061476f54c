import { expect, test } from "vitest";
import { steps } from "#app/core/incident/incident.ts";
import { stepRow } from "#app/features/steps/step-view.server.ts";
import { textFor } from "#app/server/text/catalogs.ts";
import { aTemplate, LIN, OMAR, World } from "./world.ts";

function claimedByOmar(): World {
  return new World(aTemplate({ one: {} }))
    .do({ kind: "declare-incident", title: "A" })
    .do({ kind: "start-playbook", playbookId: "sample" })
    .do({ kind: "join", roles: ["technical"] }, { as: OMAR })
    .do({ kind: "claim-step", stepId: "r1.one" }, { as: OMAR });
}

function sideFor(world: World, me = LIN): string {
  const [step] = steps(world.state).values();
  if (step === undefined) throw new Error("no step");
  return stepRow(world.state, step, me, textFor("en")).side;
}

const GONE = "Omar has left: take over";

test("a step whose holder left the team says so, until someone takes it over", () => {
  const world = claimedByOmar();
  expect(sideFor(world)).toBe("Omar");
  world.do({ kind: "leave-team", userId: OMAR, because: "Ill" }, { as: OMAR });
  expect(sideFor(world)).toBe(GONE);
  world.do({ kind: "reassign-step", stepId: "r1.one", to: LIN, because: "Omar is ill" });
  expect(sideFor(world)).toBe("You");
});

test("a step whose holder may no longer sign in says so, until they may again", () => {
  const world = claimedByOmar();
  const happened = (act: "person-deactivated" | "person-reactivated") =>
    world.append([{ act, on: { t: "person", id: OMAR }, f: {} }], LIN);
  happened("person-deactivated");
  expect(sideFor(world)).toBe(GONE);
  happened("person-reactivated");
  expect(sideFor(world)).toBe("Omar");
});
