import { forgetAllLocally, forgetSaved } from "../drafts/local-drafts.ts";
import { isOtherPerson, keepsPages } from "./device.ts";
import { forgetErased } from "./forget-erased.ts";
import { forgetQueue, openQueue } from "./queue.ts";

// Pages of incidents on this device, by a service worker. Only the browser calls this.

const WORKER = "/sw.js";
/** A page is kept once it has stood for a moment. */
const SETTLED_MS = 1000;

/**
 * From the sign-in on: what someone else left here goes. Where the organisation lets nothing be kept, copies go too;
 * what the server does not have yet stays until it has.
 */
export async function settleIn(person: string, copies: boolean): Promise<void> {
  if (isOtherPerson(person)) await forgetEverything();
  await openQueue(person);
  await forgetErased(await cacheNames());
  if (!copies) await forgetCopies();
  else if (keepsPages()) await registered();
}

/** Asks the worker to keep the page as the server shows it now. Answers how to call it off. */
export function keepPage(address: string): () => void {
  const timer = setTimeout(() => void tellWorker(address), SETTLED_MS);
  return () => clearTimeout(timer);
}

async function tellWorker(address: string): Promise<void> {
  if (!keepsPages()) return;
  const registration = await registered();
  const files = performance.getEntriesByType("resource").map(({ name }) => name);
  registration?.active?.postMessage({ keep: address, files });
}

async function forgetCopies(): Promise<void> {
  forgetSaved();
  await forgetPages();
}

/** The pages of one incident go: it may be kept no longer. */
export async function forgetPagesOf(base: string): Promise<void> {
  for (const name of await cacheNames()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const { pathname } = new URL(request.url);
      if (pathname === base || pathname.startsWith(`${base}/`)) await cache.delete(request);
    }
  }
}

export async function forgetPages(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration(WORKER);
  registration?.active?.postMessage({ forget: true });
  for (const name of await cacheNames()) await caches.delete(name);
  await registration?.unregister();
}

/** Signing out leaves nothing of the person here; what logs looked like stays, to be compared with. */
export async function forgetEverything(): Promise<void> {
  forgetAllLocally();
  await forgetQueue();
  await forgetPages();
}

async function cacheNames(): Promise<readonly string[]> {
  if (!("caches" in globalThis)) return [];
  return (await caches.keys()).filter((name) => name.startsWith("sangfroid-"));
}

/** Undefined where there are no service workers: plain http from another machine. */
async function registered(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("serviceWorker" in navigator)) return undefined;
  await navigator.serviceWorker.register(scriptUrl(WORKER), { scope: "/" });
  return navigator.serviceWorker.ready;
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

/** The policy of our pages lets only named scripts become workers (W3C Trusted Types §4.3). */
function scriptUrl(url: string): string {
  const types: TrustedTypes | undefined = Reflect.get(globalThis, "trustedTypes");
  return types === undefined ? url : policyOf(types).createScriptURL(url);
}

let policy: ReturnType<TrustedTypes["createPolicy"]> | undefined;

function policyOf(types: TrustedTypes) {
  policy ??= types.createPolicy("sangfroid-worker", { createScriptURL: () => WORKER });
  return policy;
}
