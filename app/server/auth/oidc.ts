import type { Configuration } from "openid-client";
import { z } from "zod";
import type { Instant } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { Seal } from "./seal.ts";
import { openNote, sealNote } from "./sealed-note.ts";

// OpenID Connect Core 1.0, code flow with PKCE. The provider says who someone is; who may come in is decided here:
// only people who exist already, found by an address the provider has verified.

const ROUND_TRIP_SECONDS = 600;
const PURPOSE = "round trip to the provider";
export const OIDC_CALLBACK = "/signin/provider/back";

export interface OidcSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** How people call it: "Continue with <name>". */
  readonly name: string;
}

/** Why someone is on the way to the provider. */
const trip = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: z.string(),
  /** Prove again who is signed in already. */
  again: z.boolean(),
});

export interface TripBack {
  readonly email: string;
  readonly to: string;
  readonly again: boolean;
}

export type OidcRefusal = { readonly code: "provider-failed" };

export class OidcProvider {
  readonly name: string;
  readonly #settings: OidcSettings;
  readonly #report: (error: unknown) => void;
  #found: Promise<Configuration> | undefined;

  constructor(settings: OidcSettings, report: (error: unknown) => void) {
    this.name = settings.name;
    this.#settings = settings;
    this.#report = report;
  }

  /** Where to send the browser, and the note it brings back in a cookie. */
  async start(
    origin: string,
    seal: Seal,
    now: Instant,
    { to, again }: { readonly to: string; readonly again: boolean },
  ): Promise<Result<{ readonly url: string; readonly note: string }, OidcRefusal>> {
    return this.#trying(async () => {
      const client = await import("openid-client");
      const verifier = client.randomPKCECodeVerifier();
      const state = client.randomState();
      const nonce = client.randomNonce();
      const url = client.buildAuthorizationUrl(await this.#configuration(), {
        redirect_uri: origin + OIDC_CALLBACK,
        scope: "openid email",
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        state,
        nonce,
        ...(again ? { prompt: "login", max_age: "0" } : {}),
      });
      const note = { state, nonce, verifier, to, again };
      return { url: url.href, note: sealNote(seal, PURPOSE, note, now, ROUND_TRIP_SECONDS) };
    });
  }

  /** Who came back, by the address the provider vouches for. `address` is the whole URL it sent the browser to. */
  async finish(
    address: URL,
    note: string | undefined,
    seal: Seal,
    now: Instant,
  ): Promise<Result<TripBack, OidcRefusal>> {
    const left = note === undefined ? undefined : openNote(seal, PURPOSE, trip, note, now);
    if (left === undefined) return no({ code: "provider-failed" });
    const { state, nonce, verifier, to, again } = left;
    return this.#trying(async () => {
      const client = await import("openid-client");
      const configuration = await this.#configuration();
      const tokens = await client.authorizationCodeGrant(configuration, address, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
        ...(again ? { maxAge: 60 } : {}),
      });
      const subject = tokens.claims()?.sub ?? "";
      const known = claims.safeParse(tokens.claims());
      const told = known.success
        ? known.data
        : claims.parse(await client.fetchUserInfo(configuration, tokens.access_token, subject));
      return { email: told.email, to, again };
    });
  }

  /** Asked when first needed, and again after it failed. */
  #configuration(): Promise<Configuration> {
    this.#found ??= this.#discover().catch((cause: unknown) => {
      this.#found = undefined;
      throw cause;
    });
    return this.#found;
  }

  async #discover(): Promise<Configuration> {
    const client = await import("openid-client");
    const { issuer, clientId, clientSecret } = this.#settings;
    const here = issuer.protocol === "http:" && issuer.hostname === "localhost";
    return client.discovery(issuer, clientId, clientSecret, undefined, {
      timeout: 10,
      ...(here ? { execute: [client.allowInsecureRequests] } : {}),
    });
  }

  /** Whatever goes wrong out there is one refusal to the person, and told to the program's log. */
  async #trying<T>(work: () => Promise<T>): Promise<Result<T, OidcRefusal>> {
    try {
      return ok(await work());
    } catch (cause) {
      this.#report(cause);
      return no({ code: "provider-failed" });
    }
  }
}

const claims = z.object({ email: z.string(), email_verified: z.literal(true) });
