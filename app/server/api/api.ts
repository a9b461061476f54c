import type { Door } from "../auth/door.ts";
import { LogFailure, NothingSigned } from "../log/failures.ts";
import { DiskFull, StoreBusy, StoreFailure } from "../store/failures.ts";
import { callerOf } from "./caller.ts";
import { healthAnswer, isHealthPath } from "./health.ts";
import { describe } from "./openapi.ts";
import { type Problem, problemAnswer } from "./problem.ts";
import { jsonAnswer, type Route } from "./route.ts";
import { ROUTES } from "./routes.ts";

const BASE = "/api/v1";
const DESCRIPTION = "/openapi.json";

/**
 * Answers /api/v1, /healthz and /readyz; undefined leaves the request to the pages. `report` is told what the
 * world refused, such as a full disk: the caller hears it too, but only here can it be mended.
 */
export function createApi(
  door: Door,
  report: (failure: unknown) => void = () => {},
): (request: Request) => Promise<Response | undefined> {
  const description = describe(ROUTES);
  return async (request) => {
    const url = new URL(request.url);
    if (isHealthPath(url.pathname)) return healthAnswer(door.house, url.pathname);
    if (url.pathname !== "/api" && !url.pathname.startsWith("/api/")) return undefined;
    const path = url.pathname.startsWith(`${BASE}/`) ? url.pathname.slice(BASE.length) : undefined;
    if (path === DESCRIPTION) return jsonAnswer(description);
    const found = path === undefined ? undefined : routeFor(request.method, path);
    if (found === undefined) return problemAnswer(NO_SUCH_PATH);
    if (!("route" in found)) return problemAnswer(otherMethod(found.allowed));
    const caller = await callerOf(door, request);
    if ("status" in caller) return problemAnswer(caller);
    try {
      const call = { door, house: door.house, request, url, params: found.params, actor: caller };
      const answer = await found.route.handle(call);
      return request.method === "HEAD" ? await withoutBody(answer) : answer;
    } catch (cause) {
      const problem = failure(cause);
      if (problem === undefined) throw cause;
      report(cause);
      return problemAnswer(problem);
    }
  };
}

/** A stream nobody reads would keep its snapshot of the store open. */
async function withoutBody(answer: Response): Promise<Response> {
  await answer.body?.cancel();
  return new Response(null, answer);
}

type Found =
  | { readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly allowed: readonly string[] };

function routeFor(method: string, path: string): Found | undefined {
  const wanted = method === "HEAD" ? "GET" : method;
  const allowed: string[] = [];
  for (const route of ROUTES) {
    const params = paramsOf(route.path, path);
    if (params === undefined) continue;
    if (route.method === wanted) return { route, params };
    allowed.push(...(route.method === "GET" ? ["GET", "HEAD"] : [route.method]));
  }
  return allowed.length === 0 ? undefined : { allowed };
}

/** undefined: the path is another one. */
function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
  const parts = path.split("/");
  const wanted = pattern.split("/");
  if (parts.length !== wanted.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const given = parts[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = given;
    else if (part !== given) return undefined;
  }
  return params;
}

const NO_SUCH_PATH: Problem = {
  status: 404,
  code: "unknown-path",
  title: "There is nothing here",
  detail: `The API has no such path. ${BASE}${DESCRIPTION} describes all of them.`,
};

function otherMethod(allowed: readonly string[]): Problem {
  return {
    status: 405,
    code: "other-method",
    title: "Not in this way",
    detail: `This path takes ${allowed.join(", ")}.`,
    headers: { Allow: allowed.join(", ") },
  };
}

/** What the world refused, with its cure; undefined for a bug. */
function failure(cause: unknown): Problem | undefined {
  if (!(cause instanceof StoreFailure || cause instanceof LogFailure)) return undefined;
  const { message: detail } = cause;
  if (cause instanceof NothingSigned)
    return { status: 503, code: "read-only", title: "Nothing is signed", detail };
  const title = "Nothing was recorded";
  if (cause instanceof DiskFull) return { status: 507, code: "disk-full", title, detail };
  if (cause instanceof StoreBusy) {
    return { status: 503, code: "busy", title, detail, headers: { "Retry-After": "1" } };
  }
  return { status: 500, code: "store-failed", title, detail };
}
