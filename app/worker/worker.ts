// The service worker: pages of incidents that were opened here before, for when the connection fails. It keeps what a
// page asks it to keep and nothing by itself. `BUILD` stands before this text: another build begins anew.

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
  const { keep, files, forget } = event.data ?? {};
  if (forget === true) event.waitUntil(Promise.all([caches.delete(PAGES), caches.delete(FILES)]));
  if (typeof keep === "string") event.waitUntil(keepPage(keep, files ?? []));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (MADE_OF.test(url.pathname)) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(page(request));
});

async function file(request) {
  const kept = await caches.match(request, { cacheName: FILES, ignoreVary: true });
  return kept ?? fetch(request);
}

async function page(request) {
  const kept = await caches.match(addressOf(request.url), { cacheName: PAGES, ignoreVary: true });
  try {
    const asked = fetch(request);
    if (kept === undefined) return await asked;
    const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
    return await Promise.race([asked, late]);
  } catch {
    return kept ?? notKept();
  }
}

/** The page as the server shows it now, with the moment it was kept written on it. */
async function keepPage(address, files) {
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
function addressOf(address) {
  const url = new URL(address);
  for (const name of ["recorded", "aside", "index"]) url.searchParams.delete(name);
  url.hash = "";
  return url.href;
}

const WORDS = {
  en: ["This page needs a connection", "It was not opened on this device before. These were:"],
  fr: [
    "Cette page demande une connexion",
    "Elle n’a pas été ouverte sur cet appareil. Celles-ci l’ont été :",
  ],
  zh: ["此页面需要连接", "此设备上未曾打开过该页面。已打开过的页面："],
};

async function notKept() {
  const language = Object.keys(WORDS).find((one) => navigator.language.startsWith(one)) ?? "en";
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
