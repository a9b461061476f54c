import { createContext, RouterContextProvider } from "react-router";

/** Who is on the other end of the connection, as the socket says. */
export interface Peer {
  readonly address: string;
}

/** What the running server holds: made once by `serve`, read by every loader, action and API route. */
export interface AppContext {
  /** Where people reach this installation: scheme, host and port, no path. */
  readonly origin: string;
  /** Folder of the client build; undefined while developing, when Vite serves it. */
  readonly clientDir: string | undefined;
  /** Answers what is not a page (`/api`, `/healthz`, `/readyz`); undefined hands the request to the pages. */
  readonly api?: (request: Request, peer: Peer) => Promise<Response | undefined>;
  /** Writes a failure to the program's log under its reference. Never given payloads. */
  readonly report: (error: unknown, about: { reference: string; method: string; path: string }) => void;
}

export const appContext = createContext<AppContext>();

/** What belongs to one request: the script nonce, the reference an error page shows, who asked. */
export interface RequestContext {
  readonly nonce: string;
  readonly reference: string;
  readonly peer: Peer;
}

export const requestContext = createContext<RequestContext>();

export function provide(app: AppContext, request: RequestContext): RouterContextProvider {
  const provider = new RouterContextProvider();
  provider.set(appContext, app);
  provider.set(requestContext, request);
  return provider;
}
