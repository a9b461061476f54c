/** Enough for any form or command, and for a text that is too long to come back with its error. */
export const MAX_BODY = 4 * 1024 * 1024;

export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
  constructor(limit: number) {
    super(`The request is larger than ${limit / 1024 / 1024} MB. Send a file as evidence instead.`);
  }
}

/**
 * The same request with a body that fails with BodyTooLargeError past `limit` bytes. Multipart bodies
 * pass untouched: the routes that take files stream them and hold their own, larger limit.
 */
export function withBodyLimit(request: Request, limit: number = MAX_BODY): Request {
  if (request.body === null) return request;
  if (request.headers.get("Content-Type")?.startsWith("multipart/form-data")) return request;
  if (Number(request.headers.get("Content-Length") ?? 0) > limit) throw new BodyTooLargeError(limit);
  let seen = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      if (seen > limit) controller.error(new BodyTooLargeError(limit));
      else controller.enqueue(chunk);
    },
  });
  // Node demands `duplex` for a streamed body; the DOM's types do not know it yet.
  const streamed: RequestInit & { duplex: "half" } = {
    body: request.body.pipeThrough(counter),
    duplex: "half",
  };
  return new Request(request, streamed);
}
