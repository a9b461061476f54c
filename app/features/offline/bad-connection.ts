import type { DataStrategyResult, MiddlewareFunction } from "react-router";
import { connectionNow, setConnection, watchConnection } from "#app/ui/connection.ts";
import type { Refused } from "../act/refused.ts";
import type { Results } from "./between.ts";
import { formCanWait } from "./can-wait.ts";
import { queueAct } from "./queue.ts";

// Between the router and the network: a page never gives way to an error because the connection is gone. What a form
// holds waits on this device, or stands there still; what a page shows stays.

/** The routes on the screen with what they show, the page itself last. */
let shown: readonly { readonly id: string; readonly loaderData: unknown }[] = [];

export function nowShown(routes: typeof shown): void {
  shown = routes;
}

/** Words for what waits: the page knows the language. */
let aboutForm: (form: FormData) => string = () => "";

export function saysWhatWaits(say: typeof aboutForm): void {
  aboutForm = say;
}

export const keepThrough: MiddlewareFunction<Results> = async ({ request }, next) => {
  if (request.method === "POST") return sent(request, next);
  const results = await next();
  const lost = Object.values(results).some(isLost);
  if (!lost) return results;
  setConnection({ down: true });
  const known = new Map(shown.map(({ id, loaderData }) => [id, loaderData]));
  const url = new URL(request.url);
  if (url.pathname !== location.pathname) {
    if (navigator.serviceWorker?.controller == null) return results;
    // The document of that page may be on this device; its data alone is not.
    location.assign(url);
    return new Promise<never>(() => {});
  }
  const still = Object.entries(results).map(([id, result]) => [
    id,
    isLost(result) ? { type: "data" as const, result: known.get(id) } : result,
  ]);
  return Object.fromEntries(still);
};

async function sent(request: Request, next: () => Promise<Results>): Promise<Results> {
  const isMultipart = request.headers.get("Content-Type")?.startsWith("multipart/form-data") ?? false;
  const form = isMultipart ? new FormData() : await request.clone().formData();
  if (!connectionNow().down) {
    const results = await Promise.race([next(), lostMeanwhile()]);
    if (results !== undefined && !Object.values(results).some(isLost)) return results;
    setConnection({ down: true });
  }
  const page = new URL(request.url).pathname;
  const id = shown.at(-1)?.id ?? "";
  return { [id]: { type: "data", result: await unsent(form, page) } };
}

async function unsent(form: FormData, page: string): Promise<Refused | { readonly waits: string }> {
  const id = String(form.get("form") ?? "");
  if (form.get("device") !== "no" && formCanWait(form)) {
    form.set("page", page);
    await queueAct(form, page, aboutForm(form));
    return { waits: id };
  }
  const values: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === "string") values[name] = value;
  return { form: id, problems: [], values, unsent: true };
}

/** `TypeError` is how `fetch` says that no answer came. */
function isLost({ type, result }: DataStrategyResult): boolean {
  return type === "error" && result instanceof TypeError;
}

function lostMeanwhile(): Promise<undefined> {
  return new Promise((resolve) => {
    const stop = watchConnection(() => {
      if (!connectionNow().down) return;
      stop();
      resolve(undefined);
    });
  });
}
