import { createContext, RouterContextProvider } from "react-router";
import type { Language } from "#app/core/shared/language.ts";
import type { Door } from "./auth/door.ts";
import type { TrustedProxies } from "./auth/visitor.ts";
import type { House } from "./house.server.ts";
import type { HandlerSettings, RequestFacts } from "./http/handler.ts";

/** What the running server holds: made once by `serve`, read by every loader and action. */
export interface AppContext extends HandlerSettings {
  readonly house: House;
  readonly door: Door;
  /** Proxies on other machines that say who visits; undefined believes this machine alone. */
  readonly proxies?: TrustedProxies;
}

export const appContext = createContext<AppContext>();
export const requestContext = createContext<RequestFacts>();
/** Of whoever reads the answer: their account's, else what their browser asks for. */
export const languageContext = createContext<Language>("en");

/** Of whoever reads the answer, where they chose one; null lets their browser say. */
export const zoneContext = createContext<string | null>(null);

export function provide(app: AppContext, request: RequestFacts): RouterContextProvider {
  const provider = new RouterContextProvider();
  provider.set(appContext, app);
  provider.set(requestContext, request);
  return provider;
}
