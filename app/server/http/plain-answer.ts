export interface Trouble {
  readonly status: number;
  /** Stable, kebab-case, for programs. */
  readonly code: string;
  readonly title: string;
  /** What happened, what is safe, what to do. */
  readonly detail: string;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

/** An answer that needs no page to render: problem+json for the API, a bare document for people. */
export function plainAnswer(request: Request, trouble: Trouble): Response {
  const { status, code, title, detail } = trouble;
  if (new URL(request.url).pathname.startsWith("/api/")) {
    return new Response(JSON.stringify({ type: "about:blank", status, code, title, detail }), {
      status,
      headers: { "Content-Type": "application/problem+json" },
    });
  }
  const html = `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)} — Sangfroid</title>
<main><h1>${escaped(title)}</h1><p>${escaped(detail)}</p><p><a href="/incidents">Open incidents</a></p></main></html>`;
  return new Response(html, { status, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
