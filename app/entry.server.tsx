import { Writable } from "node:stream";
import { renderToPipeableStream } from "react-dom/server";
import {
  type EntryContext,
  type HandleErrorFunction,
  isRouteErrorResponse,
  type RouterContextProvider,
  ServerRouter,
} from "react-router";
import { appContext, languageContext, requestContext, zoneContext } from "#app/server/context.ts";
import { catalogOf, messagesFile } from "#app/server/text/catalogs.ts";
import { RequestFacts } from "#app/ui/request-facts.tsx";
import { TextProvider } from "#app/ui/text.tsx";

/** Loaders await what they show, so a page takes longer than this only when something hangs. */
const RENDER_LIMIT_MS = 10_000;

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  router: EntryContext,
  context: RouterContextProvider,
): Promise<Response> {
  headers.set("Content-Type", "text/html; charset=utf-8");
  if (request.method === "HEAD") return new Response(null, { status, headers });
  const { nonce, reference } = context.get(requestContext);
  const language = context.get(languageContext);
  const words = {
    language,
    catalog: catalogOf(language),
    address: messagesFile(language).path,
    zone: context.get(zoneContext),
  };
  const page = (
    <RequestFacts value={{ nonce, reference }}>
      <TextProvider words={words}>
        <ServerRouter context={router} url={request.url} nonce={nonce} />
      </TextProvider>
    </RequestFacts>
  );
  return new Response(await rendered(page, nonce), { status, headers });
}

/** The whole page as bytes: nothing is sent before everything is known. */
function rendered(page: React.ReactElement, nonce: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    const sink = new Writable({
      write(chunk: Uint8Array, _encoding, done) {
        chunks.push(chunk);
        done();
      },
      final(done) {
        clearTimeout(limit);
        resolve(new Uint8Array(Buffer.concat(chunks)));
        done();
      },
    });
    const { pipe, abort } = renderToPipeableStream(page, {
      nonce,
      // In one piece: a part that comes after the others is hidden until a script shows it.
      progressiveChunkSize: Number.POSITIVE_INFINITY,
      onAllReady: () => pipe(sink),
      onShellError: reject,
      onError: reject,
    });
    const limit = setTimeout(() => {
      abort();
      reject(new Error(`The page did not finish rendering in ${RENDER_LIMIT_MS} ms`));
    }, RENDER_LIMIT_MS);
  });
}

export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (request.signal.aborted) return;
  if (isRouteErrorResponse(error) && error.status < 500) return;
  const { reference } = context.get(requestContext);
  const { pathname } = new URL(request.url);
  context.get(appContext).report(error, { reference, method: request.method, path: pathname });
};
