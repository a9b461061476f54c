import { expect, test } from "vitest";
import { loader as providerLoader } from "#app/features/sign-in/provider.ts";
import { loader as backLoader } from "#app/features/sign-in/provider-back.ts";
import { type Door, openDoor } from "#app/server/auth/door.ts";
import { OidcProvider } from "#app/server/auth/oidc.ts";
import { currentPerson } from "#app/server/auth/session.ts";
import { provide } from "#app/server/context.ts";
import { aSession, withCookie } from "./a-browser.ts";
import { aProvider, type TestProvider } from "./a-provider.ts";
import { aPerson, aServer, HERE, ORIGIN } from "./a-server.ts";

// Against the real npm `oidc-provider`: discovery, code flow, PKCE, state and nonce are its own.

async function anInstallation() {
  const [server, provider] = [await aServer(), await aProvider()];
  const failures: unknown[] = [];
  const oidc = new OidcProvider(provider.settings, (error) => failures.push(error));
  // The provider's clock is the world's.
  server.clock.wall = Date.now();
  const door = openDoor(server.house, ORIGIN, { oidc });
  return { server, provider, door, failures };
}

/** What a page's loader is given. */
function args(door: Door, address: URL, cookie = "") {
  const app = { house: door.house, door, origin: ORIGIN, clientDir: undefined, report: () => {} };
  const request = new Request(address, cookie === "" ? {} : { headers: { Cookie: cookie } });
  const context = provide(app, { nonce: "", reference: "", peer: HERE });
  return { request, url: address, params: {}, context, pattern: "" };
}

async function leave(door: Door, query = "") {
  const response = await providerLoader(args(door, new URL(`/signin/provider${query}`, ORIGIN)));
  const cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  return { to: response.headers.get("Location") ?? "", cookie };
}

async function comeBack(door: Door, address: URL, ...cookies: readonly string[]) {
  const response = await backLoader(args(door, address, cookies.join("; ")));
  const session = response.headers.getSetCookie().find((set) => /^sangfroid=[^;]/.test(set));
  return { to: response.headers.get("Location"), session };
}

async function through({ door, provider }: { door: Door; provider: TestProvider }, query = "") {
  const { to, cookie } = await leave(door, query);
  return comeBack(door, await provider.visit(to), cookie);
}

test("whom the provider knows by a verified address comes in, and goes on to the page they asked for", async () => {
  const place = await anInstallation();
  const lin = await aPerson(place.server.house);
  place.provider.account = { email: lin.email.toUpperCase(), verified: true };
  const { to, session } = await through(place, "?to=/settings/log-key");
  expect(place.failures).toEqual([]);
  expect(to).toBe("/settings/log-key");
  const signedIn = await currentPerson(place.door, withCookie(session));
  expect(signedIn).toMatchObject({ person: { id: lin.id }, session: { auth: "oidc" } });
});

test("an address that the provider has not verified lets nobody in", async () => {
  const place = await anInstallation();
  const lin = await aPerson(place.server.house);
  place.provider.account = { email: lin.email, verified: false };
  const { to, session } = await through(place);
  expect(to).toBe("/signin?why=provider-failed&to=%2Fincidents");
  expect(session).toBeUndefined();
});

test("nobody is added by signing in at the provider, and nobody inactive comes back", async () => {
  const place = await anInstallation();
  const gone = await aPerson(place.server.house);
  await place.server.house.store.transact((tx) => tx.changePerson(gone.id, { active: false }));
  const people = () => place.server.house.store.snapshot((reads) => reads.people());
  const before = await people();
  for (const email of ["stranger@example.org", gone.email]) {
    place.provider.account = { email, verified: true };
    expect((await through(place)).to).toMatch(/^\/signin\?why=provider-unknown-person/);
  }
  expect(await people()).toEqual(before);
});

test("what came back is worth nothing in a browser that did not leave for it", async () => {
  const place = await anInstallation();
  const lin = await aPerson(place.server.house);
  place.provider.account = { email: lin.email, verified: true };
  const { to } = await leave(place.door);
  const back = await place.provider.visit(to);
  expect((await comeBack(place.door, back)).session).toBeUndefined();
  const { cookie: another } = await leave(place.door);
  expect((await comeBack(place.door, back, another)).session).toBeUndefined();
});

test("the address that the provider sends to is used once", async () => {
  const place = await anInstallation();
  const lin = await aPerson(place.server.house);
  place.provider.account = { email: lin.email, verified: true };
  const { to, cookie } = await leave(place.door);
  const back = await place.provider.visit(to);
  expect((await comeBack(place.door, back, cookie)).session).toBeDefined();
  expect((await comeBack(place.door, back, cookie)).session).toBeUndefined();
});

test("a note from the way out is over after ten minutes", async () => {
  const place = await anInstallation();
  const lin = await aPerson(place.server.house);
  place.provider.account = { email: lin.email, verified: true };
  const { to, cookie } = await leave(place.door);
  const back = await place.provider.visit(to);
  place.server.clock.pass(600);
  expect((await comeBack(place.door, back, cookie)).session).toBeUndefined();
});

test("a provider that is down is one refusal, told to the program's log, and the password still signs in", async () => {
  const place = await anInstallation();
  const down = new OidcProvider(
    { ...place.provider.settings, issuer: new URL("http://localhost:9") },
    (error) => place.failures.push(error),
  );
  const door = openDoor(place.server.house, ORIGIN, { oidc: down });
  expect((await leave(door)).to).toBe("/signin?why=provider-failed&to=%2Fincidents");
  expect(place.failures).toHaveLength(1);
  await aSession({ ...place.server, door }, await aPerson(place.server.house));
});

test("proving oneself again asks the provider to sign its person in anew, and takes no one else", async () => {
  const place = await anInstallation();
  const { server, door, provider } = place;
  const lin = await aPerson(server.house);
  const { cookie, signedIn } = await aSession({ ...server, door }, lin);
  const session = cookie.split(";")[0] ?? "";
  server.clock.pass(360);
  const provedAt = async () =>
    (await server.house.store.snapshot((reads) => reads.session(signedIn.session.hash)))?.provedAt;
  const before = await provedAt();

  provider.account = { email: "someone@example.org", verified: true };
  const first = await leave(door, "?again&to=/i/x?aside=y%23form");
  const other = await comeBack(door, await provider.visit(first.to), first.cookie, session);
  expect(other.to).toMatch(/^\/reauth\?why=provider-unknown-person/);
  expect(await provedAt()).toBe(before);

  provider.account = { email: lin.email, verified: true };
  server.clock.wall = Date.now() + 1000;
  const second = await leave(door, "?again&to=/i/x?aside=y%23form");
  expect(new URL(second.to).searchParams.get("prompt")).toBe("login");
  const back = await comeBack(door, await provider.visit(second.to), second.cookie, session);
  expect(back.to).toBe("/i/x?aside=y#form");
  expect(provider.logins).toBe(2);
  expect(await provedAt()).toBe(door.now());
});
