import type { RouteConfigEntry } from "@react-router/dev/routes";
import { createStaticHandler, type DataRouteObject, type RouterContextProvider } from "react-router";
import routes from "#app/routes.ts";
import { provide } from "#app/server/context.ts";
import { HERE, ORIGIN, type TestServer } from "./a-server.ts";

// The pages as the product serves them: the manifest itself, each route with its own module's middleware, loader and
// action. Only what React draws is left out.

const MODULES = import.meta.glob<Module>("../../app/features/**/*.{ts,tsx}");

interface Module {
  readonly loader?: DataRouteObject["loader"];
  readonly action?: DataRouteObject["action"];
  readonly middleware?: DataRouteObject["middleware"];
}

export interface ManifestRoute {
  /** From the root on: `/i/:ref/log`. */
  readonly pattern: string;
  readonly file: string;
  /** It takes forms. */
  readonly acts: boolean;
  /** Answers without a page. */
  readonly resource: boolean;
}

async function moduleOf(file: string): Promise<Module> {
  const load = MODULES[`../../app/${file}`];
  if (load === undefined) throw new Error(`${file} of the manifest is not there`);
  return load();
}

/** Every route that answers an address, layouts aside. */
export async function manifest(
  entries: readonly RouteConfigEntry[] = routes,
  above = "",
): Promise<readonly ManifestRoute[]> {
  const all: ManifestRoute[] = [];
  for (const entry of entries) {
    const pattern = entry.path === undefined ? above : `${above}/${entry.path}`;
    const leaf = entry.children === undefined;
    if (leaf) {
      const module = await moduleOf(entry.file);
      all.push({
        pattern: pattern === "" ? "/" : pattern,
        file: entry.file,
        acts: module.action !== undefined,
        resource: !("default" in module),
      });
    }
    all.push(...(await manifest(entry.children ?? [], pattern)));
  }
  return all;
}

async function served(entries: readonly RouteConfigEntry[]): Promise<DataRouteObject[]> {
  return Promise.all(
    entries.map(async (entry): Promise<DataRouteObject> => {
      const { loader, action, middleware } = await moduleOf(entry.file);
      const own = {
        id: entry.file,
        ...(loader === undefined ? {} : { loader }),
        ...(action === undefined ? {} : { action }),
        ...(middleware === undefined ? {} : { middleware }),
      };
      if (entry.index) return { ...own, index: true };
      const path = entry.path === undefined ? {} : { path: entry.path };
      return { ...own, ...path, children: await served(entry.children ?? []) };
    }),
  );
}

export type Ask = (request: Request) => Promise<Response>;

/** Asks the pages of this server. What a page would be drawn from is the body, as JSON. */
export async function servedPages({ house, door }: TestServer): Promise<Ask> {
  const handler = createStaticHandler(await served(routes));
  const app = { house, door, origin: ORIGIN, clientDir: undefined, report: () => {} };
  const all = await manifest();
  return async (request) => {
    const requestContext: RouterContextProvider = provide(app, { nonce: "", reference: "", peer: HERE });
    const generateMiddlewareResponse = async (query: (request: Request) => Promise<unknown>) =>
      responseOf(await query(request));
    const { pathname } = new URL(request.url);
    const found = all.find(({ pattern }) => matches(pattern, pathname));
    if (found?.resource) {
      try {
        const answer: unknown = await handler.queryRoute(request, {
          routeId: found.file,
          requestContext,
          generateMiddlewareResponse: async (query) => asResponse(await query(request)),
        });
        return asResponse(answer);
      } catch (thrown) {
        if (thrown instanceof Response) return thrown;
        throw thrown;
      }
    }
    return asResponse(await handler.query(request, { requestContext, generateMiddlewareResponse }));
  };
}

function matches(pattern: string, pathname: string): boolean {
  const source = pattern.replaceAll("/", "\\/").replaceAll(/:\w+/g, "[^/]+");
  return new RegExp(`^${source}$`).test(pathname);
}

function asResponse(answer: unknown): Response {
  return answer instanceof Response ? answer : responseOf(answer);
}

function responseOf(result: unknown): Response {
  if (result instanceof Response) return result;
  const { statusCode, errors, loaderData, actionData } = result as {
    readonly statusCode?: number;
    readonly errors?: Record<string, unknown> | null;
    readonly loaderData?: unknown;
    readonly actionData?: Record<string, unknown> | null;
  };
  const bug = Object.values(errors ?? {}).find((error) => error instanceof Error);
  if (bug !== undefined) throw bug;
  return Response.json({ loaderData, actionData }, { status: statusCode ?? 200 });
}
