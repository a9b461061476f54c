import type { z } from "zod";
import type { Actor } from "#app/core/incident/context.ts";
import type { Door } from "../auth/door.ts";
import type { House } from "../house.server.ts";

/** One request to the API, its path read and its sender known. */
export interface Call {
  readonly door: Door;
  readonly house: House;
  readonly request: Request;
  readonly url: URL;
  /** The named parts of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly actor: Actor;
}

/** One line of the API: what answers, and what its description says. */
export interface Route {
  readonly method: "GET" | "POST";
  /** Below /api/v1, `:name` for a part that varies. */
  readonly path: string;
  readonly summary: string;
  readonly handle: (call: Call) => Promise<Response>;
  readonly body?: { readonly type: "application/json" | "multipart/form-data"; readonly schema: z.ZodType };
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, { readonly about: string; readonly required: boolean }>>;
  readonly answer: {
    readonly status: 200 | 201;
    readonly type: "application/json" | "text/plain" | "application/zip";
    readonly schema?: z.ZodType;
  };
  /** Codes of problems that are this route's own. */
  readonly problems?: readonly string[];
}

export function jsonAnswer(
  body: unknown,
  init: { status?: number; headers?: Record<string, string> } = {},
): Response {
  return new Response(JSON.stringify(body), {
    status: init.status ?? 200,
    headers: { "Content-Type": "application/json", ...init.headers },
  });
}

export function textAnswer(body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, { headers: { "Content-Type": "text/plain; charset=utf-8", ...headers } });
}
