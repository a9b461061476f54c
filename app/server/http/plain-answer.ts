import type { PageKey } from "#app/content/messages/keys.ts";
import type { TextValues } from "#app/core/shared/text.ts";
import { askedLanguage } from "../text/asked-language.ts";
import { textFor } from "../text/catalogs.ts";

export interface Trouble {
  readonly status: number;
  /** Stable, kebab-case, for programs. */
  readonly code: string;
  readonly title: PageKey;
  /** What happened, what is safe, what to do. */
  readonly detail: PageKey;
  readonly values?: TextValues;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

/** An answer that needs no page to render: problem+json for the API, a bare document for people. */
export function plainAnswer(request: Request, trouble: Trouble): Response {
  const { status, code } = trouble;
  const isApi = new URL(request.url).pathname.startsWith("/api/");
  const text = textFor(isApi ? "en" : askedLanguage(request));
  const title = text(trouble.title);
  const detail = text(trouble.detail, trouble.values);
  if (isApi) {
    return new Response(JSON.stringify({ type: "about:blank", status, code, title, detail }), {
      status,
      headers: { "Content-Type": "application/problem+json" },
    });
  }
  const html = `<!doctype html><html lang="${text.language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)} — Sangfroid</title>
<main><h1>${escaped(title)}</h1><p>${escaped(detail)}</p><p><a href="/incidents">${escaped(text("ui.open-incidents"))}</a></p></main></html>`;
  return new Response(html, { status, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
