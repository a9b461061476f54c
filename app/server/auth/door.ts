import type { Instant } from "#app/core/shared/instant.ts";
import type { Store } from "../store/port.ts";
import { type CookieJar, cookieJar } from "./cookies.ts";
import { SlowDown } from "./slow-down.ts";

/** What knowing who someone is needs: where people and sessions lie, the time, and who tried before. */
export interface Door {
  readonly store: Store;
  readonly now: () => Instant;
  readonly slowDown: SlowDown;
  /** Holds the id of a sign-in. */
  readonly sessionCookie: CookieJar;
  /** Holds the id of the browser that is setting the installation up, before anyone can sign in. */
  readonly setUpCookie: CookieJar;
}

export function openDoor(store: Store, origin: string, now: () => Instant): Door {
  return {
    store,
    now,
    slowDown: new SlowDown(),
    sessionCookie: cookieJar("sangfroid", origin),
    setUpCookie: cookieJar("sangfroid-setup", origin),
  };
}
