import { type Instant, instantFromEpoch } from "#app/core/shared/instant.ts";
import type { House } from "../house.server.ts";
import { type CookieJar, cookieJar } from "./cookies.ts";
import { SlowDown } from "./slow-down.ts";

/** Where people come in: the house, and what is remembered of those who knock. */
export interface Door {
  readonly house: House;
  readonly now: () => Instant;
  readonly slowDown: SlowDown;
  /** Holds the id of a sign-in. */
  readonly sessionCookie: CookieJar;
  /** Holds the id of the browser that sets the installation up, before anyone can sign in. */
  readonly setUpCookie: CookieJar;
}

/** `origin` is where people reach the installation: over https its cookies are for https alone. */
export function openDoor(house: House, origin: string): Door {
  return {
    house,
    now: () => instantFromEpoch(Math.floor(house.clock().wall)),
    slowDown: new SlowDown(),
    sessionCookie: cookieJar("sangfroid", origin),
    setUpCookie: cookieJar("sangfroid-setup", origin),
  };
}
