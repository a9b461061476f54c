import { RouterContextProvider } from "react-router";
import { describe, expect, test } from "vitest";
import { action as switchLanguage } from "#app/features/frame/language.ts";
import { loader as messages } from "#app/features/frame/messages.ts";
import { requireSignedIn } from "#app/features/frame/signed-in.server.ts";
import { choosePreferences, preferencesFrom, timeZones } from "#app/server/auth/preferences.ts";
import { languageContext, provide, zoneContext } from "#app/server/context.ts";
import { askedLanguage } from "#app/server/text/asked-language.ts";
import { messagesFile, textFor } from "#app/server/text/catalogs.ts";
import { aSession } from "./a-browser.ts";
import { aPerson, aServer, HERE, ORIGIN, type TestServer } from "./a-server.ts";
import { actsOf } from "./installation-acts.ts";

function asking(headers: Record<string, string>, init: RequestInit = {}) {
  return new Request(`${ORIGIN}/signin`, { ...init, headers });
}

function contextOf({ house, door }: TestServer, language: "en" | "fr" = "en"): RouterContextProvider {
  const app = { house, door, origin: ORIGIN, clientDir: undefined, report: () => {} };
  const context = provide(app, { nonce: "", reference: "", peer: HERE });
  context.set(languageContext, language);
  return context;
}

test.each([
  [{}, "en"],
  [{ "Accept-Language": "fr-FR,fr;q=0.9,en;q=0.8" }, "fr"],
  [{ "Accept-Language": "zh-CN" }, "zh-Hans"],
  [{ "Accept-Language": "de" }, "en"],
  [{ "Accept-Language": "fr", Cookie: "language=zh-Hans" }, "zh-Hans"],
  [{ "Accept-Language": "fr", Cookie: "language=xx" }, "fr"],
  [{ "Accept-Language": "fr", Cookie: "other=1" }, "fr"],
])("a browser that sends %o is answered in %s", (headers, language) => {
  expect(askedLanguage(asking({ ...headers }))).toBe(language);
});

describe("the switch before the sign-in", () => {
  async function press(fields: Record<string, string>) {
    const request = asking({}, { method: "POST", body: new URLSearchParams(fields) });
    const context = contextOf(await aServer());
    const url = new URL(request.url);
    const answer = await switchLanguage({ request, context, url, params: {}, pattern: "" });
    return { to: answer.headers.get("Location"), kept: answer.headers.get("Set-Cookie") };
  }

  test("keeps the choice in the browser and shows the same page", async () => {
    const { to, kept } = await press({ language: "fr", to: "/setup?step=2" });
    expect(to).toBe("/setup?step=2");
    expect(kept).toMatch(/^language=fr; .*HttpOnly.*SameSite=Lax/);
  });

  test("keeps nothing it does not speak, and leads nowhere else", async () => {
    expect(await press({ language: "xx", to: "//evil.example" })).toEqual({ to: "/incidents", kept: null });
  });
});

describe("an account", () => {
  async function readingAs(language: string, timeZone: string) {
    const server = await aServer();
    const person = await aPerson(server.house);
    const { cookie, signedIn } = await aSession(server, person);
    const done = await choosePreferences(server.house, signedIn, preferencesFrom(language, timeZone, true));
    expect(done.ok).toBe(true);
    const context = contextOf(server, "fr");
    const request = asking({ Cookie: cookie.split(";")[0] ?? "" });
    const args = { request, context, url: new URL(request.url), params: {}, pattern: "" };
    await requireSignedIn(args, async () => new Response());
    const seen = { language: context.get(languageContext), zone: context.get(zoneContext) };
    return { ...seen, acts: await actsOf(server, person.id) };
  }

  test("has its own language and time zone on every device, and the change is on record", async () => {
    expect(await readingAs("zh-Hans", "Asia/Shanghai")).toEqual({
      language: "zh-Hans",
      zone: "Asia/Shanghai",
      acts: ["person-added", "preferences-changed"],
    });
  });

  test("that chose nothing, or something unknown, reads as its browser says", async () => {
    expect(await readingAs("", "Mars/Olympus")).toMatchObject({ language: "fr", zone: null });
  });
});

test("UTC comes first among the time zones, once", () => {
  expect(timeZones()[0]).toBe("UTC");
  expect(timeZones().filter((zone) => zone === "UTC")).toHaveLength(1);
  expect(timeZones()).toContain("Europe/Paris");
});

describe("the words of the pages", () => {
  function fetched(file: string) {
    const request = new Request(`${ORIGIN}/messages/${file}`);
    const args = { request, url: new URL(request.url), params: { file }, pattern: "" };
    return messages({ ...args, context: new RouterContextProvider() });
  }

  test("are kept for ever under the address of their content", async () => {
    const { path, body } = messagesFile("fr");
    const answer = fetched(path.replace("/messages/", ""));
    expect(answer.headers.get("Cache-Control")).toContain("immutable");
    expect(await answer.text()).toBe(body);
  });

  test("are today's for a page of an older build, which does not keep them", async () => {
    const answer = fetched("zh-Hans-0000000000000000.json");
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    expect(await answer.text()).toContain(textFor("zh-Hans")("ui.copied"));
  });

  test("hold nothing that only the server says", () => {
    expect(
      Object.keys(JSON.parse(messagesFile("en").body)).filter((key) => /^(entry|refusal)\./.test(key)),
    ).toEqual([]);
  });

  test("exist in no other language", () => {
    expect(() => fetched("de-0000000000000000.json")).toThrow();
  });
});
