// The service worker: pages of incidents that were opened here before, for when the connection fails. It keeps what a
// page asks it to keep and nothing by itself. Another build begins anew.

/** Names what this build is made of; the build writes it in. */
declare const BUILD: string;
declare const self: ServiceWorkerGlobalScope;

const PAGES = `sangfroid-pages-${BUILD}`;
const FILES = `sangfroid-files-${BUILD}`;
/** What pages are made of never changes under its name. */
const MADE_OF = /^\/(assets|messages)\//;
const KEPT = /^\/i\/[0-9A-Z]{26}(\/|$)/;
/** How long a page may take before the kept one is shown. */
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith("sangfroid-") && name !== PAGES && name !== FILES) await caches.delete(name);
      }
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("message", (event) => {
  const told: unknown = event.data;
  if (typeof told !== "object" || told === null) return;
  if ("forget" in told && told.forget === true)
    event.waitUntil(Promise.all([caches.delete(PAGES), caches.delete(FILES)]));
  if ("keep" in told && typeof told.keep === "string")
    event.waitUntil(keepPage(told.keep, "files" in told ? textsIn(told.files) : []));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (MADE_OF.test(url.pathname)) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(page(request));
});

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request, { cacheName: FILES, ignoreVary: true });
  return kept ?? fetch(request);
}

async function page(request: Request): Promise<Response> {
  const kept = await caches.match(addressOf(request.url), { cacheName: PAGES, ignoreVary: true });
  try {
    const asked = fetch(request);
    if (kept === undefined) return await asked;
    const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
    return await Promise.race([asked, late]);
  } catch {
    return kept ?? notKept();
  }
}

/** The page as the server shows it now, with the moment it was kept written on it. */
async function keepPage(address: string, files: readonly string[]): Promise<void> {
  const url = new URL(address, self.location.origin);
  if (url.origin !== self.location.origin || !KEPT.test(url.pathname)) return;
  const response = await fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" } });
  const isPage = response.headers.get("Content-Type")?.startsWith("text/html") ?? false;
  const pages = await caches.open(PAGES);
  if (!response.ok || response.redirected || !isPage) return;
  const html = (await response.text()).replace("<html ", `<html data-kept="${Date.now()}" `);
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  await pages.put(addressOf(url), new Response(html, { headers }));
  const store = await caches.open(FILES);
  for (const name of files.filter((one) => MADE_OF.test(new URL(one, self.location.origin).pathname))) {
    if ((await store.match(name)) === undefined) await store.add(name).catch(() => undefined); // the next page asks again
  }
}

/** Without marks of the moment: what was recorded, what was put aside. */
function addressOf(address: string | URL): string {
  const url = new URL(address);
  for (const name of ["recorded", "aside", "index"]) url.searchParams.delete(name);
  url.hash = "";
  return url.href;
}

const LANGUAGES = ["en", "fr", "zh"] as const;
const WORDS: Record<(typeof LANGUAGES)[number], readonly [title: string, what: string]> = {
  en: ["This page needs a connection", "It was not opened on this device before. These were:"],
  fr: [
    "Cette page demande une connexion",
    "Elle n’a pas été ouverte sur cet appareil. Celles-ci l’ont été :",
  ],
  zh: ["此页面需要连接", "此设备上未曾打开过该页面。已打开过的页面："],
};

async function notKept(): Promise<Response> {
  const language = LANGUAGES.find((one) => navigator.language.startsWith(one)) ?? "en";
  const [title, what] = WORDS[language];
  const addresses = (await (await caches.open(PAGES)).keys()).map(({ url }) => new URL(url).pathname);
  const links = addresses.map((path) => `<li><a href="${path}">${path}</a></li>`).join("");
  const html = `<!doctype html><html lang="${language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} — Sangfroid</title>
<main><h1>${title}</h1><p>${what}</p><ul>${links}</ul></main></html>`;
  const policy = "default-src 'none'; base-uri 'none'; form-action 'none'";
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy };
  return new Response(html, { status: 503, headers });
}
