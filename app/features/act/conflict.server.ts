import type { AnyText } from "#app/content/messages/keys.ts";
import type { Command } from "#app/core/incident/command.ts";
import { type Incident, steps } from "#app/core/incident/incident.ts";
import type { Refusal } from "#app/core/incident/refusal.ts";
import { nameOf } from "#app/core/incident/summary.ts";
import { wordsOf } from "#app/core/incident/words.ts";
import { isUserId, type UserId } from "#app/core/shared/ids.ts";
import type { House } from "#app/server/house.server.ts";
import { textOf } from "#app/server/http/form.ts";
import { entriesOf } from "#app/server/queries/log-entries.ts";
import type { Conflict } from "./refused.ts";

// Someone changed what a form is about while it was open. Both are shown, and the person says what becomes of theirs:
// it is let go, it is added to the log as a note, or it is recorded as a correction. None of it overwrites anything.

type ChangedSince = Extract<Refusal, { readonly code: "changed-since" }>;
type Ordered = Exclude<Command, { kind: "declare-incident" }>;

/** Fields that a page fills in: no text of the person. */
const FIXED = new Set([
  ...["form", "kind", "request", "seen", "next", "ask", "by", "stepId", "runId", "collection", "userId"],
  ...["approvalId", "hash", "seq", "option", "reasonCode", "severity", "roles[]", "classification[]"],
]);

interface Told {
  /** As it stands now. */
  readonly incident: Incident;
  readonly command: Ordered;
  readonly form: FormData;
  readonly me: UserId;
  readonly text: AnyText;
}

export async function conflictOf(
  house: House,
  refusal: ChangedSince,
  { incident, command, form, me, text }: Told,
): Promise<Conflict> {
  const [entry] = await entriesOf(house, incident, refusal.seq, refusal.seq + 1);
  const words = entry === undefined ? undefined : wordsOf(entry, incident, text);
  const theirs = [words?.summary, words?.quoted].filter((part) => part !== undefined).join("\n");
  const isLead = incident.people.get(me)?.roles?.includes("lead") ?? false;
  const as = correctionOf(incident, command);
  const by = entry?.by.u ?? "";
  return {
    seq: refusal.seq,
    who: isUserId(by) ? nameOf(incident, by) : by,
    at: entry?.at ?? "",
    theirs,
    yours:
      ownWords(command, incident, form) || text("act.wanted-too", { act: text(`act.to-${command.kind}`) }),
    as: as === "correct-entry" && !isLead && entry?.by.u !== me ? "nothing" : as,
  };
}

/** What is done already is corrected by words; anything else is said once more, on top of what stands there now. */
function correctionOf(incident: Incident, command: Ordered): Conflict["as"] {
  if (command.kind !== "complete-step") return command.kind === "claim-step" ? "nothing" : "again";
  return steps(incident).get(command.stepId)?.status === "done" ? "correct-entry" : "again";
}

function ownWords(command: Ordered, incident: Incident, form: FormData): string {
  const typed = [...form].flatMap(([name, value]) =>
    typeof value !== "string" ||
    FIXED.has(name) ||
    name.startsWith("conflict") ||
    name.endsWith(".zone") ||
    value.trim() === ""
      ? []
      : [value],
  );
  return [chosen(command, incident), ...typed].filter((part) => part !== undefined).join("\n");
}

function chosen(command: Ordered, incident: Incident): string | undefined {
  switch (command.kind) {
    case "decide": {
      const { decision } = steps(incident).get(command.stepId)?.template ?? {};
      return decision?.options.find(({ value }) => value === command.option)?.label ?? command.option;
    }
    case "set-severity":
      return command.severity ?? undefined;
    default:
      return undefined;
  }
}

/** The command that a choice stands for; undefined where the form makes none, and is about its own act. */
export function chosenIn(form: FormData, text: AnyText): Record<string, unknown> | undefined {
  const own = textOf(form, "conflict.text");
  const stepId = textOf(form, "stepId");
  if (textOf(form, "conflict") === "note") {
    return { kind: "add-note", text: own, ...(stepId === "" ? {} : { stepId }) };
  }
  if (textOf(form, "conflict") === "correct" && textOf(form, "conflict.as") === "correct-entry") {
    const seq = Number(textOf(form, "conflict.seq"));
    return { kind: "correct-entry", seq, text: own, because: text("act.conflict-because") };
  }
  return undefined;
}

/** Said again in full knowledge of what changed. */
export function seenIn(form: FormData, seen: number | undefined): number | undefined {
  if (textOf(form, "conflict") !== "correct") return seen;
  const seq = Number(textOf(form, "conflict.seq"));
  return Number.isSafeInteger(seq) ? seq + 1 : seen;
}
