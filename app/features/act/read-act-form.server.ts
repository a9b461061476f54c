import type { ReceivedFile } from "#app/core/incident/entry.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { EvidenceFiles } from "#app/server/files/evidence-files.ts";
import { receiveUpload, type UploadRefusal, uploadSentence } from "#app/server/files/upload.ts";
import { readForm } from "#app/server/http/form.ts";
import { refusedForm } from "./refusal-answer.server.ts";

interface ActFormInput {
  readonly form: FormData;
  /** On disk already; they are the reader's to give away or discard. */
  readonly files: readonly ReceivedFile[];
}

/** A form of an act: plain, or multipart with files that stream to disk while they are read. */
export async function readActForm(
  request: Request,
  files: EvidenceFiles,
): Promise<Result<ActFormInput, ReturnType<typeof refusedForm>>> {
  if (!request.headers.get("Content-Type")?.startsWith("multipart/form-data")) {
    return ok({ form: await readForm(request), files: [] });
  }
  const upload = await receiveUpload(request, files);
  if (!upload.ok) return no(refusedUpload(upload.error));
  const form = new FormData();
  for (const [name, value] of upload.value.fields) form.set(name, value);
  return ok({ form, files: upload.value.files });
}

function refusedUpload(refusal: UploadRefusal) {
  const form = new FormData();
  form.set("form", "proof");
  return refusedForm(form, refusal.code === "file-too-large" ? 413 : 400, [
    { field: "file", message: uploadSentence(refusal) },
  ]);
}
