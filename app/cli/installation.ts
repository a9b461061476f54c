import { dirname, join } from "node:path";
import { z } from "zod";
import type { Playbook } from "#app/core/playbook/template.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { SealKeyUnusable } from "#app/server/auth/seal.ts";
import type { House } from "#app/server/house.server.ts";
import { ListenError } from "#app/server/http/serve.ts";
import { LogFailure } from "#app/server/log/failures.ts";
import { type HouseOptions, openHouse } from "#app/server/open-house.server.ts";
import { StoreFailure } from "#app/server/store/failures.ts";
import { VERSION } from "#app/server/version.ts";
import type { Option } from "./arguments.ts";

// What every command that opens a data folder shares: where it lies, how it is opened, how a failure is told.

export const DATA_OPTION = {
  data: { type: "string", value: "DIR", about: "the data folder (SANGFROID_DATA); ./data by default" },
} as const satisfies Record<string, Option>;

const environment = z.object({
  SANGFROID_DATA: z.string().exactOptional(),
  SANGFROID_ORIGIN: z.string().exactOptional(),
  SANGFROID_PORT: z.string().exactOptional(),
  SANGFROID_HOST: z.string().exactOptional(),
  SANGFROID_LOG_KEY_FILE: z.string().exactOptional(),
  SANGFROID_CHECKPOINT_DIR: z.string().exactOptional(),
  SANGFROID_TRUSTED_PROXY: z.string().exactOptional(),
  SANGFROID_SIGN_IN_KEY_FILE: z.string().exactOptional(),
  SANGFROID_OIDC_ISSUER: z.string().exactOptional(),
  SANGFROID_OIDC_CLIENT_ID: z.string().exactOptional(),
  SANGFROID_OIDC_CLIENT_SECRET_FILE: z.string().exactOptional(),
  SANGFROID_OIDC_NAME: z.string().exactOptional(),
  PORT: z.string().exactOptional(),
  DATABASE_URL: z.string().exactOptional(),
});
export type Environment = z.infer<typeof environment>;

/** The settings among the environment's variables; one that is set to nothing counts as not set. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  return environment.parse(Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== "")));
}

/** An installation that can't be opened as asked. The message says what to do. */
export class UnusableSetting extends Error {
  override readonly name = "UnusableSetting";
}

/** Opens the data folder that the option, the environment or the default names, beginning one where there is none. */
export async function openInstallation(
  as: HouseOptions["as"],
  data: string | undefined,
  variables: Environment,
  more: Pick<HouseOptions, "domain" | "report"> & { readonly playbooks?: readonly Playbook[] } = {},
): Promise<House> {
  if (variables.DATABASE_URL !== undefined) {
    throw new UnusableSetting(
      "DATABASE_URL is set, but this version keeps its data in a folder only. Unset DATABASE_URL, and name the folder with --data.",
    );
  }
  const { SANGFROID_LOG_KEY_FILE: keyFile, SANGFROID_CHECKPOINT_DIR: checkpointDir } = variables;
  return openHouse({
    data: data ?? variables.SANGFROID_DATA ?? "./data",
    as,
    app: VERSION,
    playbooks: more.playbooks ?? (await shippedPlaybooks()),
    ...(keyFile === undefined ? {} : { keyFile }),
    ...(checkpointDir === undefined ? {} : { checkpointDir }),
    ...(more.domain === undefined ? {} : { domain: more.domain }),
    ...(more.report === undefined ? {} : { report: more.report }),
  });
}

/** Reading them takes a third of a short command's time: what needs none of them says so. */
async function shippedPlaybooks(): Promise<readonly Playbook[]> {
  return (await import("#app/server/content/playbooks.server.ts")).shippedPlaybooks;
}

/** Where the kept checkpoint lies. */
export function checkpointFolder(data: string): string {
  const { SANGFROID_CHECKPOINT_DIR: folder, SANGFROID_LOG_KEY_FILE: key } = readEnvironment();
  return folder ?? (key === undefined ? join(data, "keys") : dirname(key));
}

/** Opens it beside a running server, if there is one, and lets go of it whatever happens. */
export async function withInstallation(
  data: string | undefined,
  work: (house: House) => Promise<number>,
  more: { readonly playbooks?: readonly Playbook[] } = {},
): Promise<number> {
  const variables = readEnvironment();
  const origin = readOrigin(variables.SANGFROID_ORIGIN);
  if (!origin.ok) throw new UnusableSetting(origin.error);
  const options = { ...domainOf(origin.value), ...more };
  const house = await openInstallation("command-line", data, variables, options);
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}

/** Where people reach the installation: scheme, host and port. Undefined when it is not said. */
export function readOrigin(text: string | undefined): Result<URL | undefined, string> {
  if (text === undefined) return ok(undefined);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== "/" || url.search !== "") {
    return no(`The origin ${text} is not a scheme and a host, such as https://sangfroid.example.org.`);
  }
  return ok(url);
}

/** The name the logs carry for ever is the host's, where that is a name at all. */
export function domainOf(origin: URL | undefined): Pick<HouseOptions, "domain"> {
  const host = origin?.hostname ?? "localhost";
  return host.startsWith("[") ? {} : { domain: host };
}

/** Runs a command; what the world refuses is told in one sentence and exits 1. A bug goes on throwing. */
export async function telling(command: string, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (cause) {
    const sentence = sentenceOf(cause);
    if (sentence === undefined) throw cause;
    process.stderr.write(`sangfroid ${command}: ${sentence}\n`);
    return 1;
  }
}

function sentenceOf(cause: unknown): string | undefined {
  if (
    cause instanceof StoreFailure ||
    cause instanceof LogFailure ||
    cause instanceof ListenError ||
    cause instanceof SealKeyUnusable ||
    cause instanceof UnusableSetting
  ) {
    return cause.message;
  }
  if (!(cause instanceof Error && "code" in cause && "path" in cause)) return undefined;
  return `${cause.path} can't be used (${cause.code}). Give this user the right to write there, or choose another folder with --data.`;
}

export function printJson(answer: unknown): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
