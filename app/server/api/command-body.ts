import { z } from "zod";
import { commandSchema } from "#app/core/incident/command.ts";
import { nearest } from "#app/core/shared/nearest.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { badFields, badFieldsOf, type Problem } from "./problem.ts";

// An incident is declared by POST /incidents; everything else is a command to one that exists.
const [, ...toAnIncident] = commandSchema.options;

export const incidentCommand = z.discriminatedUnion("kind", toAnIncident);
export type IncidentCommand = z.infer<typeof incidentCommand>;

export const COMMAND_KINDS: readonly string[] = toAnIncident.map((option) => option.shape.kind.value);

const kinded = z.looseObject({ kind: z.string() });

export function readCommand(body: unknown): Result<IncidentCommand, Problem> {
  const head = kinded.safeParse(body, { reportInput: true });
  if (!head.success) return no(badFields(badFieldsOf(head.error)));
  if (!COMMAND_KINDS.includes(head.data.kind)) return no(unknownKind(head.data.kind));
  const parsed = incidentCommand.safeParse(body, { reportInput: true });
  return parsed.success ? ok(parsed.data) : no(badFields(badFieldsOf(parsed.error)));
}

function unknownKind(kind: string): Problem {
  const shown = /^[\x20-\x7e]{1,60}$/.test(kind) ? `"${kind}"` : "what stands in kind";
  const hint = hintFor(kind);
  return {
    status: 422,
    code: "unknown-command",
    title: "There is no such command",
    detail: `There is no command ${shown}. ${hint}`,
    field: "kind",
    errors: [{ path: "kind", message: hint }],
    more: { kinds: COMMAND_KINDS },
  };
}

function hintFor(kind: string): string {
  if (kind === "declare-incident") return "An incident is declared with POST /api/v1/incidents.";
  const meant = nearest(kind.slice(0, 60), COMMAND_KINDS);
  return meant === undefined ? "See kinds for all of them." : `Did you mean "${meant}"?`;
}
