import { dirname, join } from "node:path";
import { type Instant, instantFromEpoch } from "#app/core/shared/instant.ts";
import type { House } from "../house.server.ts";
import { type CookieJar, cookieJar } from "./cookies.ts";
import type { OidcProvider } from "./oidc.ts";
import { ParkedForms } from "./parked-forms.ts";
import { openSeal, type Seal } from "./seal.ts";
import { SlowDown } from "./slow-down.ts";
import { Turns } from "./turns.ts";

/** Where people come in: the house, and what is remembered of those who knock. */
export interface Door {
  readonly house: House;
  /** Where people reach the installation: scheme, host and port. */
  readonly origin: string;
  readonly now: () => Instant;
  readonly seal: Seal;
  readonly slowDown: SlowDown;
  readonly turns: Turns;
  /** What people sent after their sign-in had ended. */
  readonly parked: ParkedForms;
  /** Two-step codes are counted by account alone: only who knows the password gets so far. */
  readonly codeSlowDown: SlowDown;
  /** Holds the id of a sign-in. */
  readonly sessionCookie: CookieJar;
  /** Holds the id of the browser that sets the installation up, before anyone can sign in. */
  readonly setUpCookie: CookieJar;
  /** Holds a sign-in that is on its way to the organisation's provider and back. */
  readonly oidcCookie: CookieJar;
  /** The organisation's own sign-in; undefined where none is set. */
  readonly oidc: OidcProvider | undefined;
}

interface DoorOptions {
  readonly oidc?: OidcProvider | undefined;
  /** SANGFROID_SIGN_IN_KEY_FILE; default `sign-in-key` beside the log key. */
  readonly sealFile?: string | undefined;
}

/** Over https its cookies are for https alone. Throws SealKeyUnusable. */
export function openDoor(house: House, origin: string, { oidc, sealFile }: DoorOptions = {}): Door {
  return {
    house,
    origin,
    oidc,
    seal: openSeal(sealFile ?? join(dirname(house.key.path), "sign-in-key")),
    now: () => instantFromEpoch(Math.floor(house.clock().wall)),
    slowDown: new SlowDown(),
    turns: new Turns(),
    parked: new ParkedForms(),
    codeSlowDown: new SlowDown(),
    sessionCookie: cookieJar("sangfroid", origin),
    setUpCookie: cookieJar("sangfroid-setup", origin),
    oidcCookie: cookieJar("sangfroid-oidc", origin),
  };
}
