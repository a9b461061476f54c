import { execute } from "../execute.server.ts";
import { incidentCommand, readCommand } from "./command-body.ts";
import { neededIdempotencyKey, seenSize } from "./conditions.ts";
import { withIncident } from "./incident-in-path.ts";
import { readJson } from "./json-body.ts";
import { problemAnswer, refused } from "./problem.ts";
import { recorded, recordedEntries } from "./recorded.ts";
import { jsonAnswer, type Route } from "./route.ts";

export const command: Route = {
  method: "POST",
  path: "/incidents/:ref/commands",
  summary: "Give a command to an incident",
  body: { type: "application/json", schema: incidentCommand },
  headers: {
    "Idempotency-Key": { about: "A fresh UUID; a repeat under the same key happens once", required: true },
    "If-Match": { about: 'The size you have seen, in quotes: "41"', required: false },
  },
  answer: { status: 200, type: "application/json", schema: recordedEntries },
  problems: ["unknown-command", "idempotency-key-missing", "idempotency-key-bad", "if-match-bad"],
  handle: (call) =>
    withIncident(call, async ({ ref }) => {
      const { house, request, actor } = call;
      const key = neededIdempotencyKey(request);
      if (!key.ok) return problemAnswer(key.error);
      const seen = seenSize(request);
      if (!seen.ok) return problemAnswer(seen.error);
      const body = await readJson(request);
      if (!body.ok) return problemAnswer(body.error);
      const wanted = readCommand(body.value);
      if (!wanted.ok) return problemAnswer(wanted.error);
      const outcome = await execute(house, actor, ref, wanted.value, {
        idempotencyKey: key.value,
        ...(seen.value === undefined ? {} : { seen: seen.value }),
      });
      return outcome.ok ? jsonAnswer(recorded(outcome.value)) : problemAnswer(refused(outcome.error));
    }),
};
