import { utf8ToBytes } from "@noble/hashes/utils.js";
import { data } from "react-router";
import type { AnyText } from "#app/content/messages/keys.ts";
import { parseCheckpoint } from "#app/core/audit/checkpoint.ts";
import { keyFingerprint } from "#app/core/audit/key-words.ts";
import type { Door } from "#app/server/auth/door.ts";
import { offerPasskey, type PasskeyOffered } from "#app/server/auth/passkeys.ts";
import { newSecret } from "#app/server/auth/secret.ts";
import { type SetUpRefusal, type SetUpVisit, setUpBrowser } from "#app/server/auth/set-up.ts";
import type { SetUpState } from "#app/server/auth/set-up-record.ts";
import type { House } from "#app/server/house.server.ts";
import { sentenceOf } from "#app/server/refusals.ts";
import { SCREENS, type Screen } from "./screens.ts";

/** Why the set-up is closed to this visitor. */
export interface ClosedView {
  readonly screen: "closed";
  readonly title: string;
  /** What happened. */
  readonly what: string;
  /** What to do. */
  readonly cure: string;
}

export interface KeyCard {
  readonly organisation: string;
  readonly installation: string;
  readonly words: readonly string[];
  readonly hex: string;
  readonly vkey: string;
}

export type SetUpView =
  | ClosedView
  | {
      readonly screen: "organisation";
      readonly done: readonly Screen[];
      readonly organisation: string | undefined;
    }
  | {
      readonly screen: "person";
      readonly done: readonly Screen[];
      readonly offered: PasskeyOffered | undefined;
    }
  | {
      readonly screen: "recovery";
      readonly done: readonly Screen[];
      readonly email: string;
      /** Codes that work already: they were made, and this page is loaded anew. */
      readonly left: number;
    }
  | { readonly screen: "key"; readonly done: readonly Screen[]; readonly card: KeyCard }
  | {
      readonly screen: "checkpoint";
      readonly done: readonly Screen[];
      readonly card: KeyCard;
      readonly checkpoint: { readonly size: number; readonly note: string };
    };

/** The screen this visitor is at. The organisation can be named anew until the set-up is complete. */
export async function setUpView(
  door: Door,
  request: Request,
  { state, signedIn }: SetUpVisit,
  wanted: string | null,
): Promise<SetUpView> {
  const { house } = door;
  const done = doneIn(state);
  const { organisation } = state;
  const next = state.next === "done" ? "checkpoint" : state.next;
  const screen = wanted === "organisation" || next === "organisation" ? "organisation" : next;
  if (screen === "organisation") return { screen, done, organisation };
  if (screen === "person") return { screen, done, offered: await firstPasskey(door, request) };
  if (screen === "recovery" && signedIn !== undefined) {
    const { id, email } = signedIn.person;
    return { screen, done, email, left: await house.store.snapshot((reads) => reads.recoveryCodesOf(id)) };
  }
  const card = keyCard(house, organisation ?? "");
  if (screen !== "checkpoint") return { screen: "key", done, card };
  const note = await house.checkpoint(house.installation);
  if (note === undefined) throw new Error("an installation's log begins with its first entry");
  const parsed = parseCheckpoint(utf8ToBytes(note));
  return { screen, done, card, checkpoint: { note, size: parsed.ok ? parsed.value.size : 0 } };
}

/** The browser writes in who it is for: nobody is known yet. */
function firstPasskey(door: Door, request: Request): Promise<PasskeyOffered | undefined> {
  const nobody = { name: "", email: "", handle: newSecret(), have: [] };
  return offerPasskey(door, nobody, setUpBrowser(door, request));
}

function doneIn(state: SetUpState): readonly Screen[] {
  const isDone = {
    organisation: state.organisation !== undefined,
    person: state.person,
    key: state.keySeenAt !== null,
    checkpoint: state.checkpointTakenAt !== null,
  } as const satisfies Record<Screen, boolean>;
  return SCREENS.filter((screen) => isDone[screen]);
}

export function keyCard(house: House, organisation: string): KeyCard {
  const { words, hex } = keyFingerprint(house.key.publicKey);
  return { organisation, installation: house.installation, words, hex, vkey: house.vkey };
}

/** The page for someone the set-up is closed to. */
export function closedPage(refusal: Exclude<SetUpRefusal, { readonly code: "email-taken" }>, text: AnyText) {
  const { status, ...view } = closed(refusal, text);
  return data<ClosedView>({ screen: "closed", ...view }, { status });
}

function closed(refusal: Exclude<SetUpRefusal, { readonly code: "email-taken" }>, text: AnyText) {
  const title = text("setup.title");
  switch (refusal.code) {
    case "set-up-token-needed":
      return {
        status: 403,
        title,
        what: text("setup.token-needed"),
        cure: text("setup.token-needed-cure"),
      };
    case "set-up-token-wrong":
      return {
        status: 403,
        title,
        what: text("setup.token-wrong"),
        cure: text("setup.token-wrong-cure"),
      };
    case "being-set-up":
      return {
        status: 409,
        title,
        what: text("setup.being-set-up", {
          address: refusal.address,
          at: `${refusal.since.slice(0, 16).replace("T", " ")} UTC`,
        }),
        cure: text("setup.being-set-up-cure"),
      };
    case "sign-in-needed":
      return {
        status: 403,
        title,
        what: text("setup.has-administrator"),
        cure: text("setup.has-administrator-cure"),
      };
    default:
      return { status: 503, title, what: text("setup.nothing-now"), cure: sentenceOf(refusal, text) };
  }
}
