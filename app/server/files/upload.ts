import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import type { AnyText } from "#app/content/messages/keys.ts";
import type { ReceivedFile } from "#app/core/incident/entry.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { EvidenceFiles, FileTooLarge } from "./evidence-files.ts";
import { nameToKeep, typeToKeep } from "./file-name.ts";

// A form with files, as it streams in: nothing is held whole in memory but the texts beside the files.

const FILES_MAX = 10;
const FIELDS_MAX = 50;
const FIELD_BYTES_MAX = 256 * 1024;

export interface Upload {
  /** The texts, by name of the field. */
  readonly fields: ReadonlyMap<string, string>;
  readonly files: readonly ReceivedFile[];
}

export type UploadRefusal =
  | FileTooLarge
  | { readonly code: "not-multipart" }
  /** It ended before its end, or is not spelt as multipart. */
  | { readonly code: "upload-broken" }
  | { readonly code: "too-many-files"; readonly limit: number }
  | { readonly code: "field-too-large"; readonly field: string };

/**
 * Reads a multipart/form-data body. The files are on disk when it returns and belong to the caller, who gives
 * them to `execute` or discards them. Of an upload that is refused, or ends early, nothing stays.
 */
export async function receiveUpload(
  request: Request,
  files: EvidenceFiles,
): Promise<Result<Upload, UploadRefusal>> {
  const parser = parserFor(request);
  if (parser === undefined || request.body === null) return no({ code: "not-multipart" });
  // The DOM's and Node's types of the same stream do not know each other.
  const body = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]);
  const fields = new Map<string, string>();
  const open = new Set<Readable>();
  const receiving: Promise<ReceivedFile>[] = [];
  const end = (cause: Error) => {
    body.destroy(cause);
    parser.destroy(cause); // the body alone would not do: it may have been read to its end already
  };
  const stop = (refusal: UploadRefusal) => end(new Stopped(refusal));

  parser.on("field", (field, value, _nameCut, cut) => {
    if (cut) stop({ code: "field-too-large", field });
    else fields.set(field, value);
  });
  parser.on("file", (_field, stream, name, _encoding, type) => {
    // A file input that was left empty still sends a part, without a name.
    if (name === undefined || name === "") {
      stream.resume();
      return;
    }
    open.add(stream);
    stream.on("error", () => {}); // the reader is told; until it reads, someone has to listen
    const file = received(files, stream, { name: nameToKeep(name), type: typeToKeep(type) });
    file.catch(end);
    receiving.push(file);
  });
  parser.on("filesLimit", () => stop({ code: "too-many-files", limit: FILES_MAX }));
  parser.on("fieldsLimit", () => stop({ code: "upload-broken" }));
  parser.on("partsLimit", () => stop({ code: "upload-broken" }));

  try {
    await pipeline(body, parser);
    return ok({ fields, files: await Promise.all(receiving) });
  } catch (cause) {
    for (const stream of open) stream.destroy(cause instanceof Error ? cause : undefined);
    for (const file of await Promise.allSettled(receiving)) {
      if (file.status === "fulfilled") files.discard(file.value);
    }
    if (cause instanceof Stopped) return no(cause.refusal);
    if (isBroken(cause)) return no({ code: "upload-broken" });
    throw cause;
  }
}

function parserFor(request: Request) {
  const type = request.headers.get("Content-Type") ?? "";
  if (!/^multipart\/form-data\s*;.*\bboundary=/i.test(type)) return undefined;
  return new Busboy({
    headers: { "content-type": type },
    limits: {
      files: FILES_MAX,
      fields: FIELDS_MAX,
      fieldSize: FIELD_BYTES_MAX,
      parts: FILES_MAX + FIELDS_MAX,
    },
  });
}

async function received(
  files: EvidenceFiles,
  stream: Readable,
  named: { readonly name: string; readonly type: string },
): Promise<ReceivedFile> {
  const outcome = await files.receive(stream, named);
  if (outcome.ok) return outcome.value;
  throw new Stopped(outcome.error);
}

/** Ends the reading; only throwing does. */
class Stopped extends Error {
  constructor(readonly refusal: UploadRefusal) {
    super(refusal.code);
  }
}

/** The parser knows its own errors by their words alone. */
function isBroken(cause: unknown): boolean {
  return cause instanceof Error && /multipart|boundary/i.test(cause.message);
}

const MEGABYTE = 1024 * 1024;

/** One sentence with the way out. */
export function uploadSentence(refusal: UploadRefusal, text: AnyText): string {
  switch (refusal.code) {
    case "not-multipart":
      return text("refusal.upload-not-multipart");
    case "upload-broken":
      return text("refusal.upload-broken");
    case "file-too-large":
      return text("refusal.upload-file-too-large", { megabytes: Math.floor(refusal.limit / MEGABYTE) });
    case "too-many-files":
      return text("refusal.upload-too-many-files", { limit: refusal.limit });
    case "field-too-large":
      return text("refusal.upload-field-too-large", { field: refusal.field });
  }
}
