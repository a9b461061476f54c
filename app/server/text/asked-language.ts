import { Cookie, SetCookie } from "@remix-run/headers";
import { isLanguage, type Language, preferred } from "#app/core/shared/language.ts";

const COOKIE = "language";
const YEAR_SECONDS = 365 * 24 * 3600;

/** What a browser asks for, before anyone has signed in: what was chosen in it, else what it prefers. */
export function askedLanguage(request: Request): Language {
  const chosen = new Cookie(request.headers.get("Cookie") ?? "").get(COOKIE);
  if (chosen !== null && isLanguage(chosen)) return chosen;
  return preferred(request.headers.get("Accept-Language") ?? "") ?? "en";
}

/** The `Set-Cookie` value that keeps the choice in this browser. */
export function keptLanguage(language: Language, origin: string): string {
  const secure = origin.startsWith("https:");
  return new SetCookie({
    name: COOKIE,
    value: language,
    path: "/",
    maxAge: YEAR_SECONDS,
    httpOnly: true,
    sameSite: "Lax",
    secure,
  }).toString();
}
