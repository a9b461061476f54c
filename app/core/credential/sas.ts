import type { Find } from "./find.ts";
import { named } from "./identity/jwt.ts";
import { isPlaceholder } from "./placeholder.ts";

// A shared access signature is a query: sv, se, sp say what it may and until when, sig is the secret part.

const LONGEST = 1500;
const STOPS = /[\s"'<>`\\|]/;
const SIGNATURE = /sig=(?<secret>(?:[A-Za-z0-9+/-]|_|%2[BbFf]){40,90}(?:=|%3[Dd]){0,2})(?![A-Za-z0-9])/y;

/** Reads the queries of one text. Each is looked at once, however often it says sig. */
export class SasReader {
  readonly #text: string;
  #seen = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The signature whose `sig=` stands at `at`. Ask in ascending order. */
  signatureAt(at: number): Find | undefined {
    if (at < this.#seen) return undefined;
    SIGNATURE.lastIndex = at;
    const secret = SIGNATURE.exec(this.#text)?.groups?.secret;
    if (secret === undefined) return undefined;
    const query = this.#queryAround(at);
    const field = (name: string) => decoded(new RegExp(`[?&;]${name}=([^&;]{1,200})`).exec(query)?.[1] ?? "");
    if (field("sv") === "" && field("se") === "") return undefined;
    if (isPlaceholder(secret)) return undefined;
    const host = /\/\/([a-z0-9.-]{3,100})\//.exec(query)?.[1] ?? "";
    const start = at + "sig=".length;
    return {
      start,
      end: start + secret.length,
      value: secret,
      identity: named({
        account: /^([a-z0-9]{3,24})\./.exec(host)?.[1] ?? "",
        host,
        permissions: field("sp"),
        expires: field("se"),
        form: field("skoid") === "" ? "" : "user delegation",
      }),
    };
  }

  /** The address or query that `at` lies in, with a `?` before it where the text has none. */
  #queryAround(at: number): string {
    let from = at;
    const first = Math.max(this.#seen, at - LONGEST);
    while (from > first && !STOPS.test(this.#text.charAt(from - 1))) from--;
    let to = at;
    const last = Math.min(this.#text.length, at + LONGEST);
    while (to < last && !STOPS.test(this.#text.charAt(to))) to++;
    this.#seen = to;
    const query = this.#text.slice(from, to).replaceAll("&amp;", "&");
    return query.includes("?") ? query : `?${query.replace(/^[A-Za-z_]+=(?=s[a-z]=)/, "")}`;
  }
}

function decoded(text: string): string {
  return text.replaceAll(/%3[Aa]/g, ":").replaceAll(/%2[Cc]/g, ",");
}
