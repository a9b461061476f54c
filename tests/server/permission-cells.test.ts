import { expect, test } from "vitest";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { COMMAND_KINDS } from "#app/server/api/command-body.ts";
import { aClient, aServer, problemOf } from "./a-server.ts";

// Through the API, for every kind of command: the door is shut before anything about the command is decided.

/** The least that each kind's schema takes. */
const LEAST: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "start-playbook": { playbookId: "leaked-key" },
  "rebase-run": { runId: "r1", because: "x" },
  "end-run": { runId: "r1", because: "x" },
  "add-item": { collection: "leaked_keys", label: "x" },
  "close-collection": { collection: "leaked_keys", because: "x" },
  "add-step": { runId: "r1", phase: "P0", track: "first", title: "Do it", why: "x", doneWhen: "x" },
  "claim-step": { stepId: "r1.key.id" },
  "release-step": { stepId: "r1.key.id" },
  "reassign-step": { stepId: "r1.key.id", to: `u_${"0".repeat(26)}`, because: "x" },
  "complete-step": { stepId: "r1.key.id" },
  "skip-step": { stepId: "r1.key.id", reasonCode: "not-applicable", reason: "x" },
  "block-step": { stepId: "r1.key.id", reason: "x", needs: "x" },
  "unblock-step": { stepId: "r1.key.id", changed: "x" },
  "undo-step": { stepId: "r1.key.id", because: "x" },
  "fail-check": { stepId: "r1.key.id", because: "x" },
  decide: { stepId: "r1.D.used", option: "yes", because: "x" },
  "add-evidence": { value: "x" },
  "set-title": { title: "x" },
  "set-codename": { codename: "x" },
  "set-became-aware": { at: "2026-11-24T01:00:00Z", source: "x" },
  "set-severity": { severity: null, because: "x" },
  classify: { classification: [] },
  "add-note": { text: "x" },
  "log-pressure": { from: "x", words: "x" },
  dissent: { seq: 0, because: "x" },
  "hide-evidence": { seq: 0, because: "x" },
  "correct-entry": { seq: 0, text: "x", because: "x" },
  "link-incident": { ref: "0".repeat(26), because: "x" },
  "close-incident": { because: "x" },
  "reopen-incident": { because: "x" },
  join: {},
  "set-role": { userId: `u_${"0".repeat(26)}`, roles: [] },
  "leave-team": { userId: `u_${"0".repeat(26)}`, because: "x" },
  "hand-over": { to: `u_${"0".repeat(26)}`, brief: "x" },
  "accept-handover": { saysBack: "x" },
  "open-wall": { hash: "0".repeat(64), until: "2099-01-01T00:00:00Z" },
  "close-wall": { seq: 0 },
  approve: { approvalId: 0, hash: "0".repeat(64) },
  decline: { approvalId: 0, because: "x" },
  restrict: { because: "x" },
  "lift-restriction": { because: "x" },
  "ask-to-be-let-in": { second: `u_${"0".repeat(26)}`, because: "x" },
  "let-in": { seq: 0 },
  invite: { email: "kim@supplier.example", roles: ["supplier"], until: "2099-01-01T00:00:00Z" },
  "withdraw-invitation": { seq: 0, because: "x" },
  "accept-invitation": { seq: 0 },
  "erase-payload": { seq: 0, slots: ["f:title"], ground: "more-than-needed", because: "x", codename: "x" },
  "set-hold": { because: "x" },
  "lift-hold": { because: "x" },
  "request-approval": { for: { kind: "close-incident", because: "x" } },
};

const OPEN_TO_ANY_MEMBER = ["log-pressure", "join"];
/** The rule itself says no: there is nothing to be let in to, and asking is an administrator's. */
const OUTSIDE: Readonly<Record<string, string>> = {
  "ask-to-be-let-in": "403 role-needed",
  "let-in": "422 not-restricted",
};

test("every kind of command has its least body here", () => {
  expect(Object.keys(LEAST).sort()).toEqual([...COMMAND_KINDS].sort());
});

test("no kind of command is an observer's, invited or not, and none is a stranger's but two", async () => {
  const server = await aServer();
  const lin = await aClient(server);
  const ref = await lin.declare();
  if (!isIncidentRef(ref)) throw new Error("no ref");
  const invited = await aClient(server, "observer");
  const stranger = await aClient(server, "observer");
  const member = await aClient(server);
  await lin.command(ref, { kind: "set-role", userId: invited.person.id, roles: ["observer"] });
  await invited.get(`/incidents/${ref}`); // this hour's visit is on record from here on
  const before = (await server.house.incident(ref))?.size;
  const answers: Record<string, string> = {};
  for (const [kind, least] of Object.entries(LEAST)) {
    const codes: string[] = [];
    for (const client of [invited, stranger, member]) {
      if (client === member && OPEN_TO_ANY_MEMBER.includes(kind)) continue;
      const response = await client.command(ref, { kind, ...least });
      codes.push(`${response.status} ${(await problemOf(response)).code}`);
    }
    answers[kind] = codes.join(", ");
  }
  for (const [kind, codes] of Object.entries(answers)) {
    const others = OPEN_TO_ANY_MEMBER.includes(kind) ? "" : `, ${OUTSIDE[kind] ?? "403 not-on-team"}`;
    expect({ kind, codes }).toEqual({ kind, codes: `403 role-needed, 404 not-found${others}` });
  }
  expect((await server.house.incident(ref))?.size).toBe(before);
});
