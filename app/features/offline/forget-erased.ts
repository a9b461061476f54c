import { forgetDraftsUnder } from "../drafts/local-drafts.ts";

// What was erased for good is forgotten by this browser too, at the next visit. Only the browser calls this.

/** What was known to be erased of each incident when its pages were forgotten last. */
const KNOWN = "sangfroid:erased";
const KEPT = /^\/i\/([0-9A-Z]{26})(?:\/|$)/;

/** Asks what was erased of the incidents whose pages are kept here, and forgets those pages. */
export async function forgetErased(names: readonly string[]): Promise<void> {
  const pages = await keptPages(names);
  const refs = [...new Set(pages.map(({ ref }) => ref))];
  if (refs.length === 0) return;
  const erased = await askedFor(refs);
  if (erased === undefined) return;
  const known = readKnown();
  for (const ref of refs) {
    const entries = erased[ref] ?? null;
    if (entries !== null && (known[ref] ?? "") === entries.join()) continue;
    for (const { cache, request } of pages.filter((page) => page.ref === ref)) await cache.delete(request);
    for (const seq of entries ?? []) forgetDraftsUnder(`/i/${ref}/log/${seq}/`);
    known[ref] = (entries ?? []).join();
  }
  localStorage.setItem(KNOWN, JSON.stringify(known));
}

async function keptPages(names: readonly string[]) {
  const pages: { readonly cache: Cache; readonly request: Request; readonly ref: string }[] = [];
  for (const name of names) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const ref = KEPT.exec(new URL(request.url).pathname)?.[1];
      if (ref !== undefined) pages.push({ cache, request, ref });
    }
  }
  return pages;
}

/** Undefined without a connection: the next visit asks again. */
async function askedFor(
  refs: readonly string[],
): Promise<Readonly<Record<string, readonly number[] | null>> | undefined> {
  try {
    const response = await fetch(`/erased?${new URLSearchParams(refs.map((ref) => ["i", ref]))}`);
    return response.ok ? await response.json() : undefined;
  } catch (cause) {
    if (cause instanceof TypeError) return undefined;
    throw cause;
  }
}

function readKnown(): Record<string, string> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KNOWN) ?? "{}");
    if (typeof found !== "object" || found === null) return {};
    return Object.fromEntries(Object.entries(found).map(([ref, entries]) => [ref, String(entries)]));
  } catch (cause) {
    if (cause instanceof SyntaxError) return {};
    throw cause;
  }
}
