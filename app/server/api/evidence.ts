import { z } from "zod";
import { execute } from "../execute.server.ts";
import { receiveUpload, type UploadRefusal, uploadSentence } from "../files/upload.ts";
import { refusalToAttach } from "../may-attach.ts";
import { textFor } from "../text/catalogs.ts";
import { readCommand } from "./command-body.ts";
import { idempotencyKey, seenSize } from "./conditions.ts";
import { withIncident } from "./incident-in-path.ts";
import { badFields, type Problem, problemAnswer, refused } from "./problem.ts";
import { recorded, recordedEntries } from "./recorded.ts";
import { jsonAnswer, type Route } from "./route.ts";

const form = z.strictObject({
  file: z.file().meta({ description: "One or more files, at most 100 MB each" }),
  value: z.string().exactOptional().meta({ description: "What it shows; the file's name when left out" }),
  stepId: z.string().exactOptional(),
  key: z.string().exactOptional().meta({ description: "Which of the step's evidence rules it answers" }),
  happenedAt: z.iso.datetime({ offset: true }).exactOptional(),
});
const FIELDS = ["value", "stepId", "key", "happenedAt"];

export const evidence: Route = {
  method: "POST",
  path: "/incidents/:ref/evidence",
  summary: "Attach files as evidence",
  body: { type: "multipart/form-data", schema: form },
  headers: {
    "Idempotency-Key": { about: "A repeat under the same key happens once", required: false },
    "If-Match": { about: 'The size you have seen, in quotes: "41"', required: false },
  },
  answer: { status: 201, type: "application/json", schema: recordedEntries },
  problems: ["not-multipart", "upload-broken", "file-too-large", "too-many-files", "field-too-large"],
  handle: (call) =>
    withIncident(call, async (incident) => {
      const { house, request, actor } = call;
      const refusal = refusalToAttach(incident, actor);
      if (refusal !== undefined) return problemAnswer(refused(refusal));
      const key = idempotencyKey(request);
      if (!key.ok) return problemAnswer(key.error);
      const seen = seenSize(request);
      if (!seen.ok) return problemAnswer(seen.error);
      const upload = await receiveUpload(request, house.files);
      if (!upload.ok) return problemAnswer(uploadProblem(upload.error));
      const { fields, files } = upload.value;
      const wanted = commandFrom(fields, files[0]?.name);
      if (!wanted.ok) {
        for (const file of files) house.files.discard(file);
        return problemAnswer(wanted.error);
      }
      const outcome = await execute(house, actor, incident.ref, wanted.value, {
        files,
        ...(key.value === undefined ? {} : { idempotencyKey: key.value }),
        ...(seen.value === undefined ? {} : { seen: seen.value }),
      });
      return outcome.ok
        ? jsonAnswer(recorded(outcome.value), { status: 201 })
        : problemAnswer(refused(outcome.error));
    }),
};

function commandFrom(fields: ReadonlyMap<string, string>, fileName: string | undefined) {
  if (fileName === undefined) {
    return {
      ok: false,
      error: badFields([{ path: "file", message: "This is needed: the file to attach." }]),
    } as const;
  }
  const unknown = [...fields.keys()].filter((field) => !FIELDS.includes(field));
  if (unknown.length > 0) {
    const errors = unknown.map((path) => ({ path, message: `One of: ${FIELDS.join(", ")}.` }));
    return { ok: false, error: badFields(errors) } as const;
  }
  return readCommand({ kind: "add-evidence", value: fileName, ...Object.fromEntries(fields) });
}

const STATUSES: Record<UploadRefusal["code"], number> = {
  "not-multipart": 415,
  "upload-broken": 400,
  "file-too-large": 413,
  "too-many-files": 422,
  "field-too-large": 413,
};

function uploadProblem(refusal: UploadRefusal): Problem {
  const { code } = refusal;
  const field = code === "field-too-large" ? refusal.field : "file";
  return {
    status: STATUSES[code],
    code,
    title: "This upload can't be taken",
    detail: uploadSentence(refusal, textFor("en")),
    field,
    ...("limit" in refusal ? { more: { limit: refusal.limit } } : {}),
  };
}
