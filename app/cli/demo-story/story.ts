import { randomBytes } from "node:crypto";
import { declareIncident as declaration } from "#app/core/incident/command.ts";
import type { Actor } from "#app/core/incident/context.ts";
import { type IncidentRef, idFrom, isIncidentRef } from "#app/core/shared/ids.ts";
import { addSeconds, type Instant } from "#app/core/shared/instant.ts";
import { readCommand } from "#app/server/api/command-body.ts";
import { declareIncident, type ExecuteOptions, execute } from "#app/server/execute.server.ts";
import type { House } from "#app/server/house.server.ts";
import { sentenceOf } from "#app/server/refusals.ts";
import type { Person } from "#app/server/store/rows.ts";

// A made-up incident, told through the same commands that people give. The server's clock is told as it is;
// when things are said to have happened is part of the story.

export interface Cast {
  /** Leads, and speaks for the board. */
  readonly lin: Person;
  /** Has his hands on the systems. */
  readonly omar: Person;
  /** Privacy and law. */
  readonly zoe: Person;
}

type Told = { readonly kind: string } & Readonly<Record<string, unknown>>;

/** A refusal here is a mistake in the script. */
class ScriptRefused extends Error {
  override readonly name = "ScriptRefused";
}

export class Story {
  private constructor(
    readonly house: House,
    readonly ref: IncidentRef,
    /** When the story's people became aware. */
    readonly t0: Instant,
  ) {}

  static async begin(
    house: House,
    teller: Person,
    given: Readonly<Record<string, unknown>> & { readonly becameAwareAt: Instant },
    kind: "incident" | "drill" = "incident",
  ): Promise<Story> {
    const ref = idFrom(randomBytes(17));
    if (!isIncidentRef(ref)) throw new Error("an Id is an incident's ref");
    const command = declaration.parse({ kind: "declare-incident", ...given });
    const declared = await declareIncident(house, actorFor(teller), ref, command, {
      drill: kind === "drill",
    });
    if (!declared.ok) throw new ScriptRefused(sentenceOf(declared.error));
    return new Story(house, ref, given.becameAwareAt);
  }

  /** Minutes after the story's people became aware. */
  at(minutes: number): Instant {
    return addSeconds(this.t0, minutes * 60);
  }

  /** Gives a command and answers the number of its first entry. */
  async tell(person: Person, told: Told, options: ExecuteOptions = {}): Promise<number> {
    const command = readCommand(told);
    if (!command.ok) throw new ScriptRefused(`${told.kind}: ${command.error.detail}`);
    const outcome = await execute(this.house, actorFor(person), this.ref, command.value, options);
    if (!outcome.ok)
      throw new ScriptRefused(`${told.kind} ${told.stepId ?? ""}: ${sentenceOf(outcome.error)}`);
    const [first] = outcome.value.entries;
    if (first === undefined) throw new ScriptRefused(`${told.kind} recorded nothing`);
    return first.seq;
  }

  /** Done `minutes` after T0, with its proof: evidence key → what is stated. */
  done(
    person: Person,
    stepId: string,
    minutes: number,
    proof: Readonly<Record<string, string>>,
    more: { readonly outcome?: string; readonly fields?: Readonly<Record<string, string>> } = {},
  ): Promise<number> {
    const evidence = Object.entries(proof).map(([key, value]) => ({ key, value }));
    return this.tell(person, {
      kind: "complete-step",
      stepId,
      doneAt: this.at(minutes),
      ...(evidence.length === 0 ? {} : { evidence }),
      ...more,
    });
  }

  /** Attaches a small text file to a step. */
  async attach(
    person: Person,
    step: { readonly stepId: string; readonly key: string },
    file: { readonly name: string; readonly type: string; readonly text: string },
    value: string,
  ): Promise<number> {
    const received = await this.house.files.receive(bytesOf(file.text), { name: file.name, type: file.type });
    if (!received.ok) throw new ScriptRefused(`${file.name} is too large`);
    return this.tell(person, { kind: "add-evidence", ...step, value }, { files: [received.value] });
  }

  /** One asks, another approves what was shown. */
  async approved(asker: Person, approver: Person, command: Told): Promise<void> {
    const request = await this.tell(asker, { kind: "request-approval", for: command });
    const incident = await this.house.incident(this.ref);
    const hash = incident?.approvals.get(request)?.hash;
    await this.tell(approver, { kind: "approve", approvalId: request, hash });
  }
}

/** The demo is told from the shell, and its entries say so. */
function actorFor(person: Person): Actor {
  return {
    userId: person.id,
    name: person.name,
    by: { auth: "shell", k: "person", u: person.id },
    installationRole: person.role,
    reauthenticated: true,
  };
}

async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}
