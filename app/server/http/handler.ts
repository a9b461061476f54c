import { randomBytes } from "node:crypto";
import type { RouterContextProvider } from "react-router";
import { type AppContext, type Peer, provide } from "#app/server/context.ts";
import { createAssets } from "./assets.ts";
import { BodyTooLargeError, withBodyLimit } from "./body-limit.ts";
import { compressed } from "./compress.ts";
import { plainAnswer } from "./plain-answer.ts";
import { isTrustworthy, maySendUnsafe } from "./same-origin.ts";
import { withSecurityHeaders } from "./security-headers.ts";

export type Handler = (request: Request, peer: Peer) => Promise<Response>;
/** The framework's request handler: answers pages, their data and resource routes. */
export type Pages = (request: Request, context: RouterContextProvider) => Promise<Response>;

/** Everything between the socket and the routes. Nothing leaves without the security headers. */
export function createHandler(app: AppContext, pages: Pages): Handler {
  const assets = app.clientDir === undefined ? undefined : createAssets(app.clientDir);
  const https = app.origin.startsWith("https:");

  async function answer(incoming: Request, peer: Peer, nonce: string, reference: string): Promise<Response> {
    const asset = await assets?.(incoming);
    if (asset !== undefined) return asset;
    if (!maySendUnsafe(incoming, app.origin)) return fromElsewhere(incoming);
    const request = withBodyLimit(incoming);
    const answered = await app.api?.(request, peer);
    if (answered !== undefined) return compressed(answered, request);
    return compressed(await pages(request, provide(app, { nonce, reference, peer })), request);
  }

  return async (request, peer) => {
    const nonce = randomBytes(16).toString("base64");
    const reference = randomBytes(5).toString("hex");
    const url = new URL(request.url);
    let response: Response;
    try {
      response = await answer(request, peer, nonce, reference);
    } catch (error) {
      if (request.signal.aborted) throw error;
      if (error instanceof BodyTooLargeError) response = tooLarge(request, error);
      else {
        app.report(error, { reference, method: request.method, path: url.pathname });
        response = broken(request, reference);
      }
    }
    return withSecurityHeaders(response, {
      nonce,
      https,
      trustworthy: https || isTrustworthy(url),
      development: app.clientDir === undefined,
    });
  };
}

function fromElsewhere(request: Request): Response {
  return plainAnswer(request, {
    status: 403,
    code: "other-origin",
    title: "This came from another site",
    detail: "Nothing was changed. Open Sangfroid itself and do it there; programs use /api with a token.",
  });
}

function tooLarge(request: Request, error: BodyTooLargeError): Response {
  return plainAnswer(request, {
    status: 413,
    code: "too-large",
    title: "That is too large",
    detail: error.message,
  });
}

function broken(request: Request, reference: string): Response {
  return plainAnswer(request, {
    status: 500,
    code: "broken",
    title: "Something broke here",
    detail: `Everything recorded before this is safe. Go back and try again. Reference ${reference}.`,
  });
}
