import { data } from "react-router";
import { LANGUAGES } from "#app/core/shared/language.ts";
import { messagesFile } from "#app/server/text/catalogs.ts";
import type { Route } from "./+types/messages";

const FOR_EVER = "public, max-age=31536000, immutable";

/** The words of the pages in one language. A page of an older build gets today's, and does not keep them. */
export function loader({ params }: Route.LoaderArgs) {
  const language = LANGUAGES.find((one) => params.file.startsWith(`${one}-`));
  if (language === undefined) throw data(null, { status: 404 });
  const { path, body } = messagesFile(language);
  return new Response(body, {
    headers: {
      "Content-Type": "application/json",
      "Cache-Control": path === `/messages/${params.file}` ? FOR_EVER : "no-store",
    },
  });
}
