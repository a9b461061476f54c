import { createServer, type Server } from "node:http";
import { type ClientAddress, createRequestListener } from "@remix-run/node-fetch-server";
import type { Handler } from "./handler.ts";
import { withSecurityHeaders } from "./security-headers.ts";

export interface ServeOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly host: string;
  /** Where people reach the installation; its scheme is that of every request, also behind a proxy. */
  readonly origin: string;
  readonly handler: Handler;
}

export interface Serving {
  readonly port: number;
  /** Finishes the requests under way, then closes; whatever still runs after `graceSeconds` is cut. */
  stop(graceSeconds?: number): Promise<void>;
}

/** The address cannot be listened on. The message says what to do. */
export class ListenError extends Error {
  override readonly name = "ListenError";
}

const CURES: Record<string, (options: ServeOptions) => string> = {
  EADDRINUSE: ({ port, host }) =>
    `Port ${port} on ${host} is taken. Stop the program that uses it, or choose another: --port ${port + 1}`,
  EACCES: ({ port }) => `This user may not listen on port ${port}. Choose one above 1023: --port 3000`,
  EADDRNOTAVAIL: ({ host }) =>
    `This machine has no address ${host}. Use --host 127.0.0.1, or 0.0.0.0 for all.`,
};

export async function startServer(options: ServeOptions): Promise<Serving> {
  const listener = createRequestListener(
    (request: Request, client: ClientAddress) => options.handler(request, client),
    {
      protocol: new URL(options.origin).protocol,
      onError: unreadable,
    },
  );
  const server = createServer(listener);
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end(UNREADABLE);
  });
  await listen(server, options);
  const address = server.address();
  if (address === null || typeof address === "string") throw new ListenError("The server has no port.");
  return { port: address.port, stop: (graceSeconds = 5) => stop(server, graceSeconds) };
}

/** The handler answers its own errors: this one had no usable Host or path. */
function unreadable(): Response {
  return withSecurityHeaders(new Response("This request cannot be read.\n", { status: 400 }), {
    nonce: "",
    https: false,
    trustworthy: true,
    development: false,
  });
}

/** What cannot be parsed as HTTP never reaches the handler, so its answer is spelt here. */
const UNREADABLE = [
  "HTTP/1.1 400 Bad Request",
  "Connection: close",
  "Content-Length: 0",
  "Cache-Control: no-store",
  "Content-Security-Policy: default-src 'none'",
  "X-Content-Type-Options: nosniff",
  "",
  "",
].join("\r\n");

function listen(server: Server, options: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const cure = CURES[cause.code ?? ""];
      reject(cure === undefined ? cause : new ListenError(cure(options), { cause }));
    });
    server.listen(options.port, options.host, resolve);
  });
}

/** `close` alone waits five seconds for connections that turn idle after it was called. */
function stop(server: Server, graceSeconds: number): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const cut = setTimeout(() => server.closeAllConnections(), graceSeconds * 1000);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
