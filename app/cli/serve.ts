import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import { createApi } from "#app/server/api/api.ts";
import { openDoor } from "#app/server/auth/door.ts";
import { OidcProvider, type OidcSettings } from "#app/server/auth/oidc.ts";
import { issueSetUpToken } from "#app/server/auth/set-up.ts";
import { type TrustedProxies, trustedProxies } from "#app/server/auth/visitor.ts";
import { watchUnanswered } from "#app/server/escalation-watch.ts";
import type { House } from "#app/server/house.server.ts";
import { keepHouse } from "#app/server/housekeeping.ts";
import type { Handler } from "#app/server/http/handler.ts";
import { startServer } from "#app/server/http/serve.ts";
import { type Option, readArguments, usageText } from "./arguments.ts";
import {
  DATA_OPTION,
  domainOf,
  type Environment,
  openInstallation,
  readEnvironment,
  readOrigin,
  telling,
  UnusableSetting,
} from "./installation.ts";
import { providerSettings } from "./provider-setting.ts";

const OPTIONS = {
  port: {
    type: "string",
    value: "PORT",
    about: "3000 by default; 0 takes any free one (SANGFROID_PORT, PORT)",
  },
  host: { type: "string", value: "ADDRESS", about: "127.0.0.1 by default; 0.0.0.0 for all (SANGFROID_HOST)" },
  origin: {
    type: "string",
    value: "URL",
    about: "where people reach it, such as https://sangfroid.example.org (SANGFROID_ORIGIN)",
  },
  ...DATA_OPTION,
} as const satisfies Record<string, Option>;

export const usage = usageText({
  forms: ["serve [--port PORT] [--host ADDRESS] [--origin URL] [--data DIR]"],
  about: `Serves Sangfroid until it is stopped. The first start prints a link to set it up with.
The log key lies in DIR/keys, or where SANGFROID_LOG_KEY_FILE says; the newest signed checkpoint
beside it, or in the folder SANGFROID_CHECKPOINT_DIR.
Behind a proxy on another machine, name its address in SANGFROID_TRUSTED_PROXY (10.0.0.7, 10.1.0.0/16):
its X-Forwarded-For then says who visits, and wrong passwords slow down one visitor, not all.
The key that seals two-step codes lies beside the log key (sign-in-key), or where SANGFROID_SIGN_IN_KEY_FILE says.
To sign in by your own OpenID Connect provider, set SANGFROID_OIDC_ISSUER, SANGFROID_OIDC_CLIENT_ID,
SANGFROID_OIDC_CLIENT_SECRET_FILE and SANGFROID_OIDC_NAME, and allow ORIGIN/signin/provider/back there.`,
  options: OPTIONS,
});

const UNUSABLE = 2;

interface Settings {
  readonly port: number;
  readonly host: string;
  readonly origin: URL | undefined;
  readonly proxies: TrustedProxies;
  readonly data: string | undefined;
  readonly provider: OidcSettings | undefined;
  readonly variables: Environment;
}

export async function run(args: string[]): Promise<number> {
  const given = readArguments({ args, options: OPTIONS });
  if (!given.ok) {
    process.stderr.write(`sangfroid serve: ${given.error}\n`);
    return UNUSABLE;
  }
  return telling("serve", () => serve(settingsFrom(given.value.values)));
}

function settingsFrom(values: {
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly data?: string | undefined;
}): Settings {
  const variables = readEnvironment();
  const port = values.port ?? variables.SANGFROID_PORT ?? variables.PORT ?? "3000";
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UnusableSetting(`The port ${port} is not a number from 0 to 65535. Leave it out for 3000.`);
  }
  const origin = readOrigin(values.origin ?? variables.SANGFROID_ORIGIN);
  if (!origin.ok) throw new UnusableSetting(origin.error);
  const proxies = trustedProxies(variables.SANGFROID_TRUSTED_PROXY ?? "");
  if (!proxies.ok) throw new UnusableSetting(`SANGFROID_TRUSTED_PROXY: ${proxies.error}`);
  return {
    proxies: proxies.value,
    provider: providerSettings(variables),
    port: Number(port),
    host: values.host ?? variables.SANGFROID_HOST ?? "127.0.0.1",
    origin: origin.value,
    data: values.data,
    variables,
  };
}

async function serve(settings: Settings): Promise<number> {
  const { port, host, origin, data, variables } = settings;
  const log = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
  const house = await openInstallation("server", data, variables, {
    ...domainOf(origin),
    report: (error) => log.error(told(error), "something failed in the background"),
  });
  try {
    let answer: Handler = async () =>
      new Response("Starting.\n", { status: 503, headers: { "Retry-After": "1" } });
    const serving = await startServer({
      port,
      host,
      origin: origin?.origin ?? `http://localhost:${port}`,
      handler: (request, peer) => answer(request, peer),
    });
    try {
      const reached = origin?.origin ?? `http://localhost:${serving.port}`;
      answer = await applicationFor(house, { ...settings, origin: reached }, log);
      const stopped = stopSignal();
      await announce(house, reached);
      const stopKeeping = keepHouse(house, (error) => log.error(told(error), "housekeeping failed"));
      const stopWatching = watchUnanswered(house);
      await stopped;
      stopKeeping();
      stopWatching();
      house.live.close();
    } finally {
      await serving.stop();
    }
  } finally {
    await house.close();
  }
  return 0;
}

async function applicationFor(
  house: House,
  { origin, proxies, provider, variables }: Omit<Settings, "origin"> & { readonly origin: string },
  log: Logger,
): Promise<Handler> {
  const report = (error: unknown) => log.error(told(error), "the sign-in provider failed");
  const door = openDoor(house, origin, {
    oidc: provider === undefined ? undefined : new OidcProvider(provider, report),
    sealFile: variables.SANGFROID_SIGN_IN_KEY_FILE,
  });
  // Imported here, after NODE_ENV is settled: React chooses its build when it is first loaded.
  const { createHandler } = await import("#app/server/app.server.ts");
  return createHandler({
    house,
    door,
    proxies,
    origin,
    clientDir: clientFolder(),
    api: createApi(door, (error) => log.error(told(error), "nothing could be recorded")),
    report: (error, about) => log.error({ ...about, ...told(error) }, "a request failed"),
  });
}

/** The client build lies beside the server's, whose chunks lie one folder deeper than its entry. */
function clientFolder(): string {
  const candidates = ["../client", "../../client"].map((path) => join(import.meta.dirname, path));
  const found = candidates.find((path) => existsSync(join(path, "assets")));
  if (found === undefined) throw new UnusableSetting("The client build is missing. Run: npm run build");
  return found;
}

/** In one piece, so that whoever reads the first line has the link too. */
async function announce(house: House, origin: string): Promise<void> {
  const sound = house.standing === "sound";
  const token = sound ? await issueSetUpToken(house) : undefined;
  const link = token === undefined ? "" : `Set it up, once, with this link: ${origin}/setup?token=${token}\n`;
  process.stdout.write(`Sangfroid is at ${origin}\n${link}`);
  if (house.standing !== "sound") process.stderr.write(`${house.standing.readOnly}\n`);
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}

/** What the program's log may hold of a failure: where it happened, never what was being handled. */
function told(error: unknown): {
  readonly failure: string;
  readonly message: string;
  readonly stack?: string;
} {
  if (!(error instanceof Error)) return { failure: typeof error, message: "not an Error" };
  const { name, message, stack } = error;
  return stack === undefined ? { failure: name, message } : { failure: name, message, stack };
}
