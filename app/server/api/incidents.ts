import { randomBytes } from "node:crypto";
import { z } from "zod";
import { declareIncident as declaration } from "#app/core/incident/command.ts";
import { idFrom, isIncidentRef } from "#app/core/shared/ids.ts";
import { isInstant } from "#app/core/shared/instant.ts";
import { declareIncident } from "../execute.server.ts";
import { withheldIn } from "../queries/log-for.ts";
import { idempotencyKey, numberIn } from "./conditions.ts";
import { withIncident } from "./incident-in-path.ts";
import { readBody } from "./json-body.ts";
import { incidentList, listOf } from "./list.ts";
import { badFields, problemAnswer, refused } from "./problem.ts";
import { recordedEntries } from "./recorded.ts";
import { jsonAnswer, type Route } from "./route.ts";
import { incidentState, stateOf } from "./state.ts";

const declared = z.strictObject({
  ref: z.string(),
  codename: z.string(),
  ...recordedEntries.shape,
});

const newIncident = declaration.omit({ kind: true }).extend({ drill: z.boolean().exactOptional() });

export const declare: Route = {
  method: "POST",
  path: "/incidents",
  summary: "Declare an incident, or a drill",
  body: { type: "application/json", schema: newIncident },
  headers: { "Idempotency-Key": { about: "A repeat under the same key happens once", required: false } },
  answer: { status: 201, type: "application/json", schema: declared },
  async handle({ house, request, actor }) {
    const key = idempotencyKey(request);
    if (!key.ok) return problemAnswer(key.error);
    const body = await readBody(request, newIncident);
    if (!body.ok) return problemAnswer(body.error);
    const { drill = false, ...given } = body.value;
    const ref = idFrom(randomBytes(17));
    if (!isIncidentRef(ref)) throw new Error("an Id is an incident's ref");
    const outcome = await declareIncident(
      house,
      actor,
      ref,
      { kind: "declare-incident", ...given },
      {
        drill,
        ...(key.value === undefined ? {} : { idempotencyKey: key.value }),
      },
    );
    if (!outcome.ok) return problemAnswer(refused(outcome.error));
    return jsonAnswer(outcome.value, {
      status: 201,
      headers: { Location: `/api/v1/incidents/${outcome.value.ref}` },
    });
  },
};

const LIST_MAX = 200;

export const list: Route = {
  method: "GET",
  path: "/incidents",
  summary: "The incidents and drills you may see, newest declared first",
  query: {
    open: "`true` or `false`; both when left out",
    limit: `At most ${LIST_MAX}, which is also the default`,
    after: "What the page before gave as `next`",
  },
  answer: { status: 200, type: "application/json", schema: incidentList },
  async handle({ house, url, actor }) {
    const limit = numberIn(url, "limit", { fallback: LIST_MAX, max: LIST_MAX });
    if (!limit.ok) return problemAnswer(limit.error);
    const open = url.searchParams.get("open");
    if (open !== null && open !== "true" && open !== "false") {
      return problemAnswer(badFields([{ path: "open", message: "true or false." }]));
    }
    const after = afterIn(url.searchParams.get("after"));
    if (after === null) {
      return problemAnswer(
        badFields([{ path: "after", message: "Give what the page before gave as next." }]),
      );
    }
    const page = await listOf(house, actor, {
      limit: Math.max(1, limit.value),
      ...(open === null ? {} : { open: open === "true" }),
      ...(after === undefined ? {} : { after }),
    });
    return jsonAnswer(page);
  },
};

/** null: it is not one of ours. */
function afterIn(text: string | null) {
  if (text === null) return undefined;
  const [declaredAt = "", ref = ""] = text.split("~");
  return isInstant(declaredAt) && isIncidentRef(ref) ? { declaredAt, ref } : null;
}

export const show: Route = {
  method: "GET",
  path: "/incidents/:ref",
  summary: "An incident as it stands; the ETag is its size, for If-Match",
  answer: { status: 200, type: "application/json", schema: incidentState },
  handle: (call) =>
    withIncident(call, async (incident) =>
      jsonAnswer(stateOf(incident, call.door.now(), await withheldIn(call.house, call.actor, incident)), {
        headers: { ETag: `"${incident.size}"` },
      }),
    ),
};
