import * as build from "virtual:react-router/server-build";
import { createRequestHandler, type ServerBuild } from "react-router";
import { type AppContext, languageContext, provide } from "./context.ts";
import { createHandler as around, type Handler } from "./http/handler.ts";
import { askedLanguage } from "./text/asked-language.ts";

/** The whole application as one function from request to response. */
export function createHandler(app: AppContext): Handler {
  // The generated module spells absent options as `undefined`, which the framework's own reader expects.
  const pages = createRequestHandler(build as ServerBuild, import.meta.env.MODE);
  return around(app, (request, facts) => {
    const context = provide(app, facts);
    context.set(languageContext, askedLanguage(request));
    return pages(request, context);
  });
}
