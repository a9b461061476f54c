import type { AnyText } from "#app/content/messages/keys.ts";
import type { ReceivedFile } from "#app/core/incident/entry.ts";
import type { Refusal } from "#app/core/incident/refusal.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { EvidenceFiles } from "#app/server/files/evidence-files.ts";
import { receiveUpload, type UploadRefusal, uploadSentence } from "#app/server/files/upload.ts";
import { readForm } from "#app/server/http/form.ts";
import { refusedBy, refusedForm } from "./refusal-answer.server.ts";

interface ActFormInput {
  readonly form: FormData;
  /** On disk already; they are the reader's to give away or discard. */
  readonly files: readonly ReceivedFile[];
}

/**
 * A form of an act: plain, or multipart with files that stream to disk while they are read. `mayNotSend` says
 * whose files are not even read.
 */
export async function readActForm(
  request: Request,
  files: EvidenceFiles,
  mayNotSend: () => Refusal | undefined,
  text: AnyText,
): Promise<Result<ActFormInput, ReturnType<typeof refusedForm>>> {
  if (!request.headers.get("Content-Type")?.startsWith("multipart/form-data")) {
    return ok({ form: await readForm(request), files: [] });
  }
  const refusal = mayNotSend();
  if (refusal !== undefined) return no(refusedBy(proofForm(), refusal, text));
  const upload = await receiveUpload(request, files);
  if (!upload.ok) return no(refusedUpload(upload.error, text));
  const form = new FormData();
  for (const [name, value] of upload.value.fields) form.set(name, value);
  return ok({ form, files: upload.value.files });
}

function refusedUpload(refusal: UploadRefusal, text: AnyText) {
  const problem = { field: "file", message: uploadSentence(refusal, text) };
  return refusedForm(proofForm(), refusal.code === "file-too-large" ? 413 : 400, [problem], text);
}

/** Of a form that was not read: which one it was. */
function proofForm(): FormData {
  const form = new FormData();
  form.set("form", "proof");
  return form;
}
