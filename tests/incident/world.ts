import type { Command } from "#app/core/incident/command.ts";
import { commandSchema } from "#app/core/incident/command.ts";
import type { Actor, Context } from "#app/core/incident/context.ts";
import { decide } from "#app/core/incident/decide.ts";
import type { Draft, Entry } from "#app/core/incident/entry.ts";
import { evolve } from "#app/core/incident/evolve.ts";
import { emptyIncident, type Incident } from "#app/core/incident/incident.ts";
import type { InstallationRole } from "#app/core/incident/permission.ts";
import type { Refusal } from "#app/core/incident/refusal.ts";
import { referredEntry } from "#app/core/incident/rules-fact.ts";
import type { Library, Playbook, Template } from "#app/core/playbook/template.ts";
import { templateSchema } from "#app/core/playbook/template.ts";
import { isIncidentRef, isUserId, type UserId } from "#app/core/shared/ids.ts";
import { type Instant, instantFromEpoch } from "#app/core/shared/instant.ts";
import type { Result } from "#app/core/shared/result.ts";

// A log in memory and a clock you set. Commands go through the same door as in the product.

export const LIN = user("LIN");
export const OMAR = user("0MAR");
export const ZOE = user("Z0E");
const NAMES = new Map([
  [LIN, "Lin Wei"],
  [OMAR, "Omar Haddad"],
  [ZOE, "Zoé Marchetti"],
]);
const REF = "01JDDDDDDDDDDDDDDDDDDDDDDD";
const START = Date.parse("2026-11-24T14:07:00.000Z");

export interface More {
  readonly as?: UserId;
  readonly seen?: number;
  readonly reauthenticated?: boolean;
  readonly installationRole?: InstallationRole;
  readonly invitation?: number;
}

type Loose = { readonly kind: Command["kind"]; readonly [field: string]: unknown };

export class World {
  state: Incident;
  readonly entries: Entry[] = [];
  at: Instant = instantFromEpoch(START);
  #published: Playbook[] = [];

  constructor(...templates: Template[]) {
    if (!isIncidentRef(REF)) throw new Error("not an incident");
    this.state = emptyIncident(REF, "incident");
    for (const template of templates) this.publish(template);
  }

  publish(template: Template): void {
    const hash = `${template.id}-${template.version}`;
    this.#published.unshift({ template, hash });
  }

  library: Library = {
    byHash: (hash) => this.#published.find((playbook) => playbook.hash === hash),
    newest: (id) => this.#published.find((playbook) => playbook.template.id === id),
  };

  pass(seconds: number): this {
    this.at = instantFromEpoch(Date.parse(this.at) + seconds * 1000);
    return this;
  }

  try(loose: Loose, more: More = {}): Result<readonly Draft[], Refusal> {
    const command = commandSchema.parse(loose);
    return decide(this.state, command, this.context(command, more));
  }

  /** Gives the command, and fails the test when it is refused. */
  do(loose: Loose, more: More = {}): this {
    const decision = this.try(loose, more);
    if (!decision.ok) throw new Error(`${loose.kind} was refused: ${JSON.stringify(decision.error)}`);
    this.append(decision.value, more.as ?? LIN);
    return this;
  }

  append(drafts: readonly Draft[], by: UserId): void {
    const first = this.entries.length;
    for (const draft of this.#named(drafts, by)) {
      const entry: Entry = {
        seq: this.entries.length,
        at: this.at,
        by: draft.by ?? { auth: "password", k: "person", u: by },
        act: draft.act,
        on: draft.on,
        cmd: first,
        ref: [...(draft.ref ?? []), ...(draft.refDrafts ?? []).map((place) => first + place)],
        f: draft.f,
        att: draft.att?.length ?? 0,
      };
      this.entries.push(entry);
      this.state = evolve(this.state, entry, this.library);
    }
  }

  context(command: Command, more: More): Context {
    const id = more.as ?? LIN;
    const actor: Actor = {
      userId: id,
      name: NAMES.get(id) ?? id,
      by: { auth: "password", k: "person", u: id },
      installationRole: more.installationRole ?? "member",
      reauthenticated: more.reauthenticated ?? true,
    };
    const seq = referredEntry(command, this.state);
    return {
      at: this.at,
      actor,
      seen: more.seen,
      library: this.library,
      codename: "AMBER-HERON",
      person: (known) => this.#directory(known),
      referred: seq === undefined ? undefined : this.entries[seq],
      invitation: more.invitation,
      files: [],
    };
  }

  /** Their role in the installation; someone not there is not active. */
  readonly installed = new Map<UserId, InstallationRole>([...NAMES.keys()].map((id) => [id, "member"]));

  #directory(id: UserId): { readonly name: string; readonly installationRole: InstallationRole } | undefined {
    const installationRole = this.installed.get(id);
    return installationRole === undefined ? undefined : { name: NAMES.get(id) ?? id, installationRole };
  }

  /** As the log writer does: whoever acts for the first time is named. */
  #named(drafts: readonly Draft[], by: UserId): readonly Draft[] {
    if (this.state.people.get(by)?.name !== undefined) return drafts;
    return [
      ...drafts,
      { act: "person-named", on: { t: "person", id: by }, f: { name: NAMES.get(by) ?? by } },
    ];
  }
}

export function refused(result: Result<unknown, Refusal>): Refusal["code"] | "accepted" {
  return result.ok ? "accepted" : result.error.code;
}

interface StepGiven {
  readonly [field: string]: unknown;
}

/** A playbook of the steps given by key; whatever is not said is the plainest that passes the schema. */
export function aTemplate(
  steps: Readonly<Record<string, StepGiven>>,
  more: Readonly<Record<string, unknown>> = {},
): Template {
  return templateSchema.parse({
    id: "sample",
    version: "1.0.0",
    title: "Sample",
    summary: "A playbook for tests.",
    language: "en",
    entry_conditions: ["Always"],
    exit_conditions: [{ when: "Never", go_to: "false-alarm" }],
    last_drilled: null,
    collections: [{ key: "leaked_keys", title: "Leaked keys", item: "key" }],
    phases: [{ key: "P0", title: "First" }],
    tracks: [{ key: "main", title: "Main" }],
    killer_steps: [Object.keys(steps)[0]],
    steps: Object.entries(steps).map(([key, given]) => ({
      key,
      phase: "P0",
      track: "main",
      title: `Do ${key}`,
      why: "It matters.",
      mode: given.decision === undefined ? "read-do" : "decision",
      danger: 0,
      done_when: "It is done",
      ...given,
    })),
    ...more,
  });
}

function user(word: string): UserId {
  const id = `u_${word.padStart(26, "0")}`.replace("L", "1").replace("I", "1");
  if (!isUserId(id)) throw new Error(`${id} is no person`);
  return id;
}
