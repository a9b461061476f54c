import { FormDataParseError, parseFormData } from "@remix-run/form-data-parser";
import { data } from "react-router";
import { BodyTooLargeError, MAX_BODY } from "./body-limit.ts";

/** A form without files. What is no form at all, or too large for one, is answered 400 or 413. */
export async function readForm(request: Request): Promise<FormData> {
  try {
    return await parseFormData(request, { maxFiles: 0, maxTotalSize: MAX_BODY, maxFileSize: MAX_BODY });
  } catch (cause) {
    for (let reason: unknown = cause; reason instanceof Error; reason = reason.cause) {
      if (reason instanceof BodyTooLargeError) throw data(null, { status: 413 });
    }
    if (cause instanceof FormDataParseError && cause.name.startsWith("Max"))
      throw data(null, { status: 413 });
    if (cause instanceof FormDataParseError || cause instanceof TypeError) throw data(null, { status: 400 });
    throw cause;
  }
}

/** The text of a field; empty when it is absent or a file. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
