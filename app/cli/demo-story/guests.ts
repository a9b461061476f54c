import { addSeconds } from "#app/core/shared/instant.ts";
import { openDoor } from "#app/server/auth/door.ts";
import { acceptInvitation, inviteGuest } from "#app/server/auth/invitations.ts";
import { signOut } from "#app/server/auth/session.ts";
import { signIn } from "#app/server/auth/sign-in.ts";
import type { House } from "#app/server/house.server.ts";
import type { Person } from "#app/server/store/rows.ts";
import type { Story } from "./story.ts";

const ORIGIN = "http://localhost:3000";
const VISIT = { address: "127.0.0.1", device: "sangfroid demo" };
const DAYS = 14;

/** Brings people from outside into the story by the way they come: a link, a name, a password of their own. */
export class Guests {
  readonly #house: House;
  readonly #password: string;

  constructor(house: House, password: string) {
    this.#house = house;
    this.#password = password;
  }

  async invite(
    story: Story,
    lead: Person,
    { name, email, role }: { readonly name: string; readonly email: string; readonly role: string },
  ): Promise<void> {
    const door = openDoor(this.#house, ORIGIN);
    const knock = { door, request: new Request(ORIGIN), visit: VISIT };
    const password = this.#password;
    const arrived = await signIn(knock, { email: lead.email, password });
    if (!arrived.ok || arrived.value.next !== "in") throw new Error("the lead can't sign in");
    const until = addSeconds(door.now(), DAYS * 24 * 3600);
    const seq = await story.tell(lead, { kind: "invite", email, roles: [role], until });
    const link = await inviteGuest(this.#house, arrived.value.signedIn, {
      email,
      until,
      ref: story.ref,
      seq,
    });
    if (!link.ok) throw new Error(link.error.code);
    const secret = new URL(link.value.path, ORIGIN).searchParams.get("secret") ?? "";
    const accepted = await acceptInvitation(knock, secret, { name, password });
    if (!accepted.ok) throw new Error(accepted.error.code);
    // Nobody stays signed in.
    for (const { cookie } of [arrived.value, accepted.value]) {
      const [pair = ""] = cookie.split(";");
      await signOut(door, new Request(ORIGIN, { headers: { cookie: pair } }));
    }
  }
}
