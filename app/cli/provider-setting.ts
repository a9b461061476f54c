import { readFileSync } from "node:fs";
import type { OidcSettings } from "#app/server/auth/oidc.ts";
import { type Environment, UnusableSetting } from "./installation.ts";

/** The organisation's own sign-in, from the environment; undefined when none is set. Throws UnusableSetting. */
export function providerSettings(variables: Environment): OidcSettings | undefined {
  const {
    SANGFROID_OIDC_ISSUER: issuer,
    SANGFROID_OIDC_CLIENT_ID: clientId,
    SANGFROID_OIDC_CLIENT_SECRET_FILE: secretFile,
    SANGFROID_OIDC_NAME: name,
  } = variables;
  if (issuer === undefined && clientId === undefined && secretFile === undefined) return undefined;
  if (issuer === undefined || clientId === undefined || secretFile === undefined) {
    throw new UnusableSetting(
      "Signing in by your own provider needs SANGFROID_OIDC_ISSUER, SANGFROID_OIDC_CLIENT_ID and SANGFROID_OIDC_CLIENT_SECRET_FILE. Set all three, or none.",
    );
  }
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  const isHere = url?.protocol === "http:" && url.hostname === "localhost";
  if (url === undefined || !(url.protocol === "https:" || isHere)) {
    throw new UnusableSetting(`SANGFROID_OIDC_ISSUER: ${issuer} is no https address.`);
  }
  return {
    issuer: url,
    clientId,
    clientSecret: readFileSync(secretFile, "utf8").trim(),
    name: name ?? url.host,
  };
}
