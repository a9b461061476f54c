import { describe, expect, test } from "vitest";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { addSeconds } from "#app/core/shared/instant.ts";
import {
  acceptInvitation,
  invitationWith,
  inviteGuest,
  invitePerson,
  openInvitations,
  withdrawInvitations,
} from "#app/server/auth/invitations.ts";
import { deactivate } from "#app/server/auth/manage-people.ts";
import { byOf, currentPerson } from "#app/server/auth/session.ts";
import { aKnock, aSession, secretIn, withCookie, withPassword } from "./a-browser.ts";
import { aClient, aPerson, aServer, PASSWORD, type TestServer } from "./a-server.ts";
import { actsOf } from "./installation-acts.ts";

// Someone new comes by a link: once, within a week, and where it says.

const DAY = 24 * 3600;
const KIM = { name: "Kim Andersen", password: PASSWORD };

async function anAdministrator(server: TestServer) {
  const person = await aPerson(server.house, "administrator");
  const { signedIn } = await aSession(server, person);
  return { person, signedIn };
}

async function anInvitation(role: "member" | "observer" | "administrator" = "member") {
  const server = await aServer();
  const { signedIn, person } = await anAdministrator(server);
  const link = await invitePerson(server.house, signedIn, { email: "kim@example.org", role });
  if (!link.ok) throw new Error(link.error.code);
  return { server, signedIn, administrator: person, secret: secretIn(link.value.path), link: link.value };
}

const codeOf = async (outcome: Promise<{ ok: boolean; error?: { code: string } }>) =>
  (await outcome).error?.code ?? "accepted";

describe("an invitation into the installation", () => {
  test("is kept as a hash, told once, and both its making and its use are on record", async () => {
    const { server, secret } = await anInvitation();
    const rows = await server.house.store.snapshot((reads) => reads.oneTimes("invitation"));
    expect(JSON.stringify(rows)).not.toContain(secret);
    const [open] = await openInvitations(server.door);
    const done = await acceptInvitation(aKnock(server), secret, KIM);
    if (!done.ok) throw new Error(done.error.code);
    expect(await actsOf(server, open?.id ?? "")).toEqual(["invitation-made", "invitation-used"]);
    expect(await actsOf(server, done.value.signedIn.person.id)).toEqual(["person-added"]);
    expect(await openInvitations(server.door)).toEqual([]);
  });

  test("lets the person in who names themselves, and they sign in with their password from then on", async () => {
    const { server, secret } = await anInvitation("observer");
    const done = await acceptInvitation(aKnock(server), secret, KIM);
    if (!done.ok) throw new Error(done.error.code);
    const { cookie, ref } = done.value;
    expect(ref).toBeUndefined();
    const signedIn = await currentPerson(server.door, withCookie(cookie));
    expect(signedIn?.person).toMatchObject({
      name: "Kim Andersen",
      role: "observer",
      email: "kim@example.org",
    });
    expect(await codeOf(withPassword(server, signedIn?.person ?? ({} as never)))).toBe("accepted");
  });

  test("works once, also when two browsers use it at the same moment", async () => {
    const { server, secret } = await anInvitation();
    const codes = await Promise.all([
      codeOf(acceptInvitation(aKnock(server), secret, KIM)),
      codeOf(acceptInvitation(aKnock(server), secret, KIM)),
    ]);
    expect(codes.sort()).toEqual(["accepted", "link-over"]);
    expect(await codeOf(acceptInvitation(aKnock(server), secret, KIM))).toBe("link-over");
  });

  test("is over after a week, when it is withdrawn, and when whoever made it has no access any more", async () => {
    const late = await anInvitation();
    late.server.clock.pass(7 * DAY);
    const withdrawn = await anInvitation();
    await withdrawInvitations(withdrawn.server.house, byOf(withdrawn.signedIn), () => true);
    const gone = await anInvitation();
    const { signedIn } = await anAdministrator(gone.server);
    await deactivate(gone.server.house, signedIn, gone.administrator.id, "Left us");
    for (const { server, secret } of [late, withdrawn, gone]) {
      expect(await invitationWith(server.door, secret)).toBeUndefined();
      expect(await codeOf(acceptInvitation(aKnock(server), secret, KIM))).toBe("link-over");
    }
  });

  test("is not made for an address that someone has, nor used for one that someone got meanwhile", async () => {
    const { server, signedIn, administrator, secret } = await anInvitation();
    const again = { email: administrator.email, role: "member" as const };
    expect(await codeOf(invitePerson(server.house, signedIn, again))).toBe("email-taken");
    const second = await invitePerson(server.house, signedIn, { email: "kim@example.org", role: "member" });
    if (!second.ok) throw new Error(second.error.code);
    await acceptInvitation(aKnock(server), secret, KIM);
    expect(await codeOf(acceptInvitation(aKnock(server), secretIn(second.value.path), KIM))).toBe(
      "email-taken",
    );
  });
});

describe("an invitation into one incident", () => {
  async function aGuestLink(days = 30) {
    const server = await aServer();
    const lead = await aClient(server);
    const ref = await lead.declare();
    if (!isIncidentRef(ref)) throw new Error("no ref");
    const until = addSeconds(server.door.now(), days * DAY);
    const invited = await lead.command(ref, {
      kind: "invite",
      email: "kim@x.example",
      roles: ["supplier"],
      until,
    });
    const seq = Number(/"seq":(\d+)/.exec(await invited.text())?.[1]);
    const { signedIn } = await aSession(server, lead.person);
    const link = await inviteGuest(server.house, signedIn, { email: "kim@x.example", until, ref, seq });
    if (!link.ok) throw new Error(link.error.code);
    return { server, lead, ref, seq, until, secret: secretIn(link.value.path), link: link.value };
  }

  test("makes a guest who is on its team with that role, sees nothing else, and is named there", async () => {
    const { server, lead, ref, seq, secret } = await aGuestLink();
    const other = await lead.declare("Another one");
    const done = await acceptInvitation(aKnock(server), secret, KIM);
    if (!done.ok) throw new Error(done.error.code);
    expect(done.value.ref).toBe(ref);
    const { person } = done.value.signedIn;
    const incident = await server.house.incident(ref);
    expect(incident?.people.get(person.id)).toMatchObject({ name: "Kim Andersen", roles: ["supplier"] });
    expect(incident?.invitations.get(seq)?.status).toBe("accepted");
    const ask = (path: string) => {
      const headers = { Cookie: done.value.cookie.split(";")[0] ?? "" };
      return server.ask(`/api/v1${path}`, { headers });
    };
    expect((await ask(`/incidents/${ref}`)).status).toBe(200);
    expect((await ask(`/incidents/${other}`)).status).toBe(404);
    expect(await (await ask("/incidents")).json()).toMatchObject({ incidents: [{ ref }], next: null });
  });

  test("the installation's log does not say for which incident", async () => {
    const { server, ref } = await aGuestLink();
    const entries = await server.house.store.snapshot((reads) =>
      reads.entries(server.house.installation, 0, 10_000),
    );
    const made = entries.filter(({ leaf }) => Buffer.from(leaf).toString().includes('"invitation-made"'));
    expect(made).toHaveLength(1);
    const said = made.map(({ leaf, slots }) => Buffer.from(leaf).toString() + JSON.stringify(slots)).join();
    expect(said).not.toContain(ref);
  });

  test("ends when the lead withdraws it in the incident", async () => {
    const { server, lead, ref, seq, secret } = await aGuestLink();
    await lead.command(ref, { kind: "withdraw-invitation", seq, because: "Wrong address" });
    expect(await codeOf(acceptInvitation(aKnock(server), secret, KIM))).toBe("link-over");
  });

  test("ends the guest's access on its day: sessions, signing in and tokens", async () => {
    const { server, secret } = await aGuestLink(2);
    const done = await acceptInvitation(aKnock(server), secret, KIM);
    if (!done.ok) throw new Error(done.error.code);
    const { cookie, signedIn } = done.value;
    expect(await currentPerson(server.door, withCookie(cookie))).toBeDefined();
    server.clock.pass(2 * DAY);
    expect(await currentPerson(server.door, withCookie(cookie))).toBeUndefined();
    expect(await codeOf(withPassword(server, signedIn.person))).toBe("wrong-sign-in");
  });
});
