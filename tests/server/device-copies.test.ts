import { expect, test } from "vitest";
import { aSession } from "./a-browser.ts";
import { aClient, aServer, ORIGIN } from "./a-server.ts";
import { type Ask, servedPages } from "./all-routes.ts";
import { actsOf } from "./installation-acts.ts";

// Which copies of incidents the organisation lets browsers keep. What a page says here is what the browser goes by.

async function anOrganisation() {
  const server = await aServer();
  const lin = await aClient(server, "administrator");
  const open = await lin.declare("Open to all members");
  const restricted = await lin.declare("For the team alone");
  await lin.command(restricted, { kind: "restrict", because: "It concerns a colleague" });
  const pages = await servedPages(server);
  const { cookie } = await aSession(server, lin.person);
  const headers = { Cookie: cookie.split(";")[0] ?? "", Origin: ORIGIN };
  const choose = (copies: string) =>
    pages(
      new Request(`${ORIGIN}/settings/devices`, {
        method: "POST",
        headers,
        body: new URLSearchParams({ copies }),
      }),
    );
  const keeps = (ref: string) => saysOnDevice(pages, new Request(`${ORIGIN}/i/${ref}`, { headers }));
  return { server, open, restricted, choose, keeps };
}

async function saysOnDevice(pages: Ask, request: Request): Promise<unknown> {
  const { loaderData } = await (await pages(request)).json();
  return loaderData["features/incidents/incident.tsx"].onDevice;
}

test("until someone chooses, browsers keep incidents that are not restricted", async () => {
  const { open, restricted, keeps } = await anOrganisation();
  expect([await keeps(open), await keeps(restricted)]).toEqual([true, false]);
});

test("an administrator lets browsers keep nothing, or restricted incidents too, and each choice is on record", async () => {
  const { server, open, restricted, keeps, choose } = await anOrganisation();
  expect((await choose("none")).status).toBe(303);
  expect([await keeps(open), await keeps(restricted)]).toEqual([false, false]);
  expect((await choose("all")).status).toBe(303);
  expect([await keeps(open), await keeps(restricted)]).toEqual([true, true]);
  expect(await actsOf(server, "device-copies")).toEqual(["device-copies-set", "device-copies-set"]);
});

test("a choice that there is not changes nothing", async () => {
  const { server, open, keeps, choose } = await anOrganisation();
  expect((await choose("everything")).status).toBe(400);
  expect(await keeps(open)).toBe(true);
  expect(await actsOf(server, "device-copies")).toEqual([]);
});
