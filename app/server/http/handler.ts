import { randomBytes } from "node:crypto";
import { createAssets } from "./assets.ts";
import { BodyTooLargeError, withBodyLimit } from "./body-limit.ts";
import { compressed } from "./compress.ts";
import { plainAnswer } from "./plain-answer.ts";
import { isTrustworthy, maySendUnsafe } from "./same-origin.ts";
import { withSecurityHeaders } from "./security-headers.ts";

/** Who is on the other end of the connection, as the socket says. */
export interface Peer {
  readonly address: string;
}

export interface HandlerSettings {
  /** Where people reach this installation: scheme, host and port, no path. */
  readonly origin: string;
  /** Folder of the client build; undefined while developing, when Vite serves it. */
  readonly clientDir: string | undefined;
  /** Answers what is not a page (`/api`, `/healthz`, `/readyz`); undefined hands the request to the pages. */
  readonly api?: (request: Request, peer: Peer) => Promise<Response | undefined>;
  /** Writes a failure to the program's log under its reference. Never given payloads. */
  readonly report: (error: unknown, about: { reference: string; method: string; path: string }) => void;
}

/** What belongs to one request: the script nonce, the reference an error page shows, who asked. */
export interface RequestFacts {
  readonly nonce: string;
  readonly reference: string;
  readonly peer: Peer;
}

export type Handler = (request: Request, peer: Peer) => Promise<Response>;
/** The framework: answers pages, their data and resource routes. */
export type Pages = (request: Request, facts: RequestFacts) => Promise<Response>;

/** Everything between the socket and the routes. Nothing leaves without the security headers. */
export function createHandler(app: HandlerSettings, pages: Pages): Handler {
  const assets = app.clientDir === undefined ? undefined : createAssets(app.clientDir);
  const https = app.origin.startsWith("https:");

  async function answer(incoming: Request, facts: RequestFacts): Promise<Response> {
    const asset = await assets?.(incoming);
    if (asset !== undefined) return asset;
    if (!maySendUnsafe(incoming, app.origin)) return fromElsewhere(incoming);
    const request = withBodyLimit(incoming);
    const answered = await app.api?.(request, facts.peer);
    if (answered !== undefined) return compressed(answered, request);
    if (request.method === "HEAD") return headOnly(request, (asked) => pages(asked, facts));
    return compressed(await pages(request, facts), request);
  }

  return async (request, peer) => {
    const nonce = randomBytes(16).toString("base64");
    const reference = randomBytes(5).toString("hex");
    const url = new URL(request.url);
    let response: Response;
    try {
      response = await answer(request, { nonce, reference, peer });
    } catch (error) {
      if (request.signal.aborted) throw error;
      if (error instanceof BodyTooLargeError) response = tooLarge(request);
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

/** The framework drops the body of such an answer and leaves it open: whoever makes it is told that nobody reads. */
async function headOnly(
  request: Request,
  answer: (request: Request) => Promise<Response>,
): Promise<Response> {
  const answered = new AbortController();
  const signal = AbortSignal.any([request.signal, answered.signal]);
  try {
    const response = await answer(new Request(request, { signal }));
    await response.body?.cancel();
    return new Response(null, response);
  } finally {
    answered.abort();
  }
}

function fromElsewhere(request: Request): Response {
  return plainAnswer(request, {
    status: 403,
    code: "other-origin",
    title: "ui.other-origin",
    detail: "ui.other-origin-what",
  });
}

function tooLarge(request: Request): Response {
  return plainAnswer(request, {
    status: 413,
    code: "too-large",
    title: "ui.too-large",
    detail: "ui.too-large-what",
  });
}

function broken(request: Request, reference: string): Response {
  return plainAnswer(request, {
    status: 500,
    code: "broken",
    title: "ui.broken",
    detail: "ui.broken-with-reference",
    values: { reference },
  });
}
