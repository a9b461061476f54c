import type { Counterpart } from "./counterparts.ts";

/** What a counterpart said to the leaked credential, as its protocol names it. */
export interface Answer {
  /** The error code, or "ok". */
  readonly code: string;
  /** HTTP status, where there is one. */
  readonly status?: number;
  /** The message, without any secret. */
  readonly text?: string;
}

/**
 * alive: it was let in, or what refused it had recognised it. dead: the credential itself was refused as unknown,
 * revoked or off. restricted: the provider limits it and may stop doing so. nothing: whatever the cause, no proof.
 */
type Meaning = "alive" | "dead" | "restricted" | "nothing";

interface AnswerRow {
  readonly from: Counterpart;
  readonly code: string;
  readonly status?: number;
  /** Part of the message, in small letters. */
  readonly saying?: string;
  readonly means: Meaning;
  readonly why: string;
}

/** The first row that fits decides. An answer that no row knows proves nothing. */
export const ANSWERS: readonly AnswerRow[] = [
  { from: "aws", code: "ok", means: "alive", why: "it was let in" },
  { from: "aws", code: "InvalidClientTokenId", means: "dead", why: "STS knows no such active key" },
  { from: "aws", code: "InvalidAccessKeyId", means: "dead", why: "S3 knows no such active key" },
  { from: "aws", code: "AccessDenied", means: "nothing", why: "a policy speaks, not the key's state" },
  {
    from: "aws",
    code: "SignatureDoesNotMatch",
    means: "nothing",
    why: "also said when one key id is tried with several secrets within seconds",
  },
  { from: "aws", code: "RequestExpired", means: "nothing", why: "our clock is off" },
  { from: "aws", code: "Throttling", means: "nothing", why: "too many requests" },

  { from: "alibaba", code: "ok", means: "alive", why: "it was let in" },
  { from: "alibaba", code: "InvalidAccessKeyId.Inactive", means: "dead", why: "the key is switched off" },
  { from: "alibaba", code: "InvalidAccessKeyId.NotFound", means: "dead", why: "the key is gone" },
  {
    from: "alibaba",
    code: "Forbidden",
    saying: "risk of leakage",
    means: "restricted",
    why: "Alibaba limits a key it believes leaked; it still works elsewhere",
  },
  { from: "alibaba", code: "Forbidden.RAM", means: "nothing", why: "a policy speaks, not the key's state" },
  { from: "alibaba", code: "0002-00000904", means: "nothing", why: "may be an address rule on the key" },
  { from: "alibaba", code: "Throttling", means: "nothing", why: "too many requests" },

  { from: "oauth", code: "ok", means: "alive", why: "the resource accepted it" },
  { from: "oauth", code: "active", means: "alive", why: "introspection says so" },
  { from: "oauth", code: "inactive", means: "dead", why: "introspection says so" },
  { from: "oauth", code: "invalid_grant", status: 400, means: "dead", why: "the refresh token is refused" },
  { from: "oauth", code: "invalid_token", status: 401, means: "dead", why: "the resource refuses it" },
  {
    from: "oauth",
    code: "revocation-accepted",
    status: 200,
    means: "nothing",
    why: "given for tokens nobody knows, too",
  },
  {
    from: "oauth",
    code: "invalid_request",
    saying: "not authorized",
    means: "nothing",
    why: "another client's token",
  },

  { from: "github", code: "ok", status: 200, means: "alive", why: "it was let in" },
  { from: "github", code: "bad-credentials", status: 401, means: "dead", why: "GET /user refuses it" },
  { from: "github", code: "accepted", status: 202, means: "nothing", why: "a report was taken, no more" },
  { from: "github", code: "forbidden", status: 403, means: "nothing", why: "scope, address or limit" },
  { from: "github", code: "too-many", status: 429, means: "nothing", why: "too many requests" },

  { from: "slack", code: "ok", means: "alive", why: "it was let in" },
  { from: "slack", code: "token_revoked", means: "dead", why: "the token is revoked" },
  { from: "slack", code: "account_inactive", means: "dead", why: "its account is off" },
  { from: "slack", code: "invalid_auth", means: "dead", why: "no such token" },
  { from: "slack", code: "missing_scope", means: "nothing", why: "a scope is missing, not the token" },
  { from: "slack", code: "ratelimited", means: "nothing", why: "too many requests" },

  { from: "stripe", code: "ok", means: "alive", why: "it was let in" },
  { from: "stripe", code: "api_key_expired", status: 401, means: "dead", why: "the key is off" },
  { from: "stripe", code: "card_declined", status: 402, means: "nothing", why: "a payment failed" },
  { from: "stripe", code: "forbidden", status: 403, means: "nothing", why: "the key lacks a permission" },
  { from: "stripe", code: "rate_limit", status: 429, means: "nothing", why: "too many requests" },

  { from: "cloudflare", code: "active", means: "alive", why: "the token's own status" },
  { from: "cloudflare", code: "disabled", means: "dead", why: "the token's own status" },
  { from: "cloudflare", code: "expired", means: "dead", why: "the token's own status" },
  { from: "cloudflare", code: "unauthorized", status: 401, means: "dead", why: "no such token" },

  { from: "postgresql", code: "ok", means: "alive", why: "it signed in" },
  { from: "postgresql", code: "28000", means: "dead", why: "the role may not sign in" },
  { from: "postgresql", code: "28P01", means: "dead", why: "the password is not this one any more" },
  { from: "postgresql", code: "53300", means: "nothing", why: "too many connections" },
  { from: "postgresql", code: "57P03", means: "nothing", why: "the server is starting" },
  { from: "postgresql", code: "ECONNREFUSED", means: "nothing", why: "nobody answered" },

  { from: "mariadb", code: "ok", means: "alive", why: "it signed in" },
  { from: "mariadb", code: "4151", means: "dead", why: "the account is locked" },
  { from: "mariadb", code: "1045", means: "dead", why: "the password is not this one any more" },
  { from: "mariadb", code: "1040", means: "nothing", why: "too many connections" },
  { from: "mariadb", code: "ECONNREFUSED", means: "nothing", why: "nobody answered" },

  { from: "redis", code: "ok", means: "alive", why: "it signed in" },
  { from: "redis", code: "WRONGPASS", means: "dead", why: "off or another password: one text for both" },
  { from: "redis", code: "NOAUTH", means: "nothing", why: "no password was sent" },
  { from: "redis", code: "LOADING", means: "nothing", why: "the server is starting" },

  { from: "rabbitmq", code: "ok", means: "alive", why: "it signed in" },
  { from: "rabbitmq", code: "ACCESS_REFUSED", status: 403, means: "dead", why: "the broker refuses it" },
  {
    from: "rabbitmq",
    code: "not_authorised",
    status: 401,
    saying: "not management user",
    means: "alive",
    why: "the password was right: the account lacks a tag",
  },

  { from: "ldap", code: "0", means: "alive", why: "the bind succeeded" },
  { from: "ldap", code: "49", means: "dead", why: "locked or another password: one number for both" },
  { from: "ldap", code: "51", means: "nothing", why: "the server is busy" },
  { from: "ldap", code: "52", means: "nothing", why: "the server is unavailable" },

  { from: "ssh", code: "ok", means: "alive", why: "it signed in" },
  { from: "ssh", code: "permission-denied", means: "dead", why: "with the revocation list read back" },
  { from: "ssh", code: "timeout", means: "nothing", why: "nobody answered" },
  { from: "ssh", code: "host-key", means: "nothing", why: "perhaps another machine answered" },

  { from: "x509", code: "good", means: "alive", why: "OCSP says so" },
  { from: "x509", code: "23", means: "dead", why: "the revocation list names it" },
  { from: "x509", code: "revoked", means: "dead", why: "OCSP says so" },
  { from: "x509", code: "ok-without-crl", means: "nothing", why: "nobody looked at a revocation list" },

  { from: "acme", code: "alreadyRevoked", means: "dead", why: "the authority says so" },
  { from: "acme", code: "unauthorized", means: "nothing", why: "another account asked" },
];

export function meaningOf(from: Counterpart, answer: Answer): Meaning {
  const row = ANSWERS.find(
    (candidate) =>
      candidate.from === from &&
      candidate.code === answer.code &&
      (candidate.status === undefined || candidate.status === answer.status) &&
      (candidate.saying === undefined || (answer.text ?? "").toLowerCase().includes(candidate.saying)),
  );
  return row?.means ?? "nothing";
}
