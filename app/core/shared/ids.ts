// Identities are 26 characters of Crockford base 32: 0-9 and A-Z without I, L, O and U.
// They are random, never reused, and never made from typed text.

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** 26 characters of 0-9A-HJKMNP-TV-Z. */
export type Id = Branded<"Id">;
/** `u_` and an Id: a person. */
export type UserId = Branded<"UserId">;
/** The Id of an incident: its address in pages and API, and the end of its log's origin. */
export type IncidentRef = Branded<"IncidentRef">;
/** `r1`, `r2` …: a run, numbered in the order the incident started them. */
export type RunId = Branded<"RunId">;
/** `i1`, `i2` …: an item of a collection, numbered in the order the incident added them. */
export type ItemId = Branded<"ItemId">;
/** `r1.key.off`, `r1.key.off.i2` for the instance of one item, `a1` for an ad-hoc step. */
export type StepId = Branded<"StepId">;

const ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function isId(text: string): text is Id {
  return ID.test(text);
}

export function isUserId(text: string): text is UserId {
  return text.startsWith("u_") && ID.test(text.slice(2));
}

export function isIncidentRef(text: string): text is IncidentRef {
  return ID.test(text);
}

/** Spells 17 random bytes (136 bits, of which 130 are used) as an Id. */
export function idFrom(random: Uint8Array): Id {
  let bits = 0;
  let held = 0;
  let text = "";
  for (const byte of random) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5 && text.length < 26) {
      bits -= 5;
      text += ALPHABET[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  if (!isId(text)) throw new RangeError("an Id needs 17 random bytes");
  return text;
}
