import { createServer } from "node:http";
import Provider from "oidc-provider";
import { onTestFinished } from "vitest";
import { OIDC_CALLBACK, type OidcSettings } from "#app/server/auth/oidc.ts";
import { ORIGIN } from "./a-server.ts";

// A real OpenID provider on a port of its own, whose people sign in as soon as they are asked.

export interface TestProvider {
  readonly settings: OidcSettings;
  /** Who signs in there next, and whether their address is verified. */
  account: { readonly email: string; readonly verified: boolean };
  /** How often it asked its person to sign in. */
  logins: number;
  /** Follows the browser's way from our link to the address it is sent back to. */
  visit(link: string): Promise<URL>;
  stop(): Promise<void>;
}

const SECRET = "a secret that both sides know well enough";

export async function aProvider(): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const issuer = `http://localhost:${address.port}`;
  const state: Pick<TestProvider, "account" | "logins"> = {
    account: { email: "", verified: true },
    logins: 0,
  };
  const provider = new Provider(issuer, {
    clients: [{ client_id: "sangfroid", client_secret: SECRET, redirect_uris: [ORIGIN + OIDC_CALLBACK] }],
    claims: { email: ["email", "email_verified"] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, email: state.account.email, email_verified: state.account.verified }),
    }),
    interactions: { url: (_context: unknown, { uid }: { readonly uid: string }) => `/interaction/${uid}` },
  });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return answer(request, response);
    void interact().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));

    async function interact() {
      const { prompt, params } = await provider.interactionDetails(request, response);
      if (prompt.name === "login") {
        state.logins += 1;
        return provider.interactionFinished(request, response, { login: { accountId: state.account.email } });
      }
      const grant = new provider.Grant({
        accountId: state.account.email,
        clientId: String(params.client_id),
      });
      grant.addOIDCScope("openid email");
      return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
    }
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(stop);
  return Object.assign(state, {
    settings: {
      issuer: new URL(issuer),
      clientId: "sangfroid",
      clientSecret: SECRET,
      name: "Lumenport SSO",
    },
    visit: (link: string) => followed(link, new Map()),
    stop,
  });
}

/** As a browser does: redirects and cookies, until one leads to us. */
async function followed(link: string, cookies: Map<string, string>): Promise<URL> {
  for (let hops = 0; hops < 20; hops++) {
    const response = await fetch(link, {
      redirect: "manual",
      headers: { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
    });
    for (const set of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (set.split(";")[0] ?? "").split(/=(.*)/s);
      cookies.set(name, value);
    }
    const to = response.headers.get("Location");
    if (to === null) throw new Error(`${response.status} at ${link}: ${await response.text()}`);
    const next = new URL(to, link);
    if (next.origin === ORIGIN) return next;
    link = next.href;
  }
  throw new Error("the provider sends its visitor in circles");
}
