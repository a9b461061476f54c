import { isBase64Of32, toBase64 } from "./base64.ts";
import { equalBytes } from "./bytes.ts";
import { parseOrigin } from "./origin.ts";
import { isFieldName, isSlot, slotName } from "./slot.ts";
import { emptyRoot } from "./tree.ts";
import { parseVkey } from "./vkey.ts";

// The rules of a leaf, member by member (docs/format.md, Leaf). Each answers what is wrong, in words that
// complete "the entry …", or undefined.

type Members = { readonly [name: string]: unknown };

const ALWAYS = ["act", "app", "at", "by", "cmd", "log", "on", "seq", "v"];
const SOMETIMES = ["att", "erases", "f", "head", "keys", "prev", "ref", "seen"];
const MEMBERS = new Set([...ALWAYS, ...SOMETIMES]);
const LIST_MAX = 32;
const EMPTY_ROOT = toBase64(emptyRoot());

/** Acts that carry a member of their own, which stands in no other leaf. */
const OWN_MEMBER = new Map([
  ["payload-erased", "erases"],
  ["log-head", "head"],
  ["key-rotated", "keys"],
  ["log-continued", "prev"],
]);
const OWN_MEMBERS = [...OWN_MEMBER.values()];

const WORD = /^[a-z]+(?:-[a-z]+)*$/;
const SUBJECT_ID = /^[A-Za-z0-9._-]{1,64}$/;
const APP = /^[0-9A-Za-z.+-]{1,32}$/;
const AT = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const ACTOR = {
  person: /^u_[0-9A-HJKMNP-TV-Z]{26}$/,
  service: /^s_[0-9A-HJKMNP-TV-Z]{26}$/,
  system: /^system$/,
};
const AUTH = new Set(["passkey", "password", "password-totp", "oidc", "token", "setup", "shell", "none"]);

/** What is wrong with a value that should be a leaf, or undefined. Says nothing of the order of its members. */
export function leafFault(value: unknown): string | undefined {
  if (!isMembers(value)) return "is not a JSON object";
  return shapeFault(value) ?? headerFault(value) ?? listsFault(value) ?? ownMemberFault(value);
}

function shapeFault(leaf: Members): string | undefined {
  for (const name of Object.keys(leaf)) {
    if (!MEMBERS.has(name)) return "has a member the format does not know";
    if (leaf[name] === undefined || leaf[name] === null) return `has no value for ${name}`;
  }
  const missing = ALWAYS.find((name) => leaf[name] === undefined);
  return missing === undefined ? undefined : `lacks ${missing}`;
}

function headerFault(leaf: Members): string | undefined {
  const { v, log, seq, at, act, cmd, app, on } = leaf;
  if (v !== 1) return "is not of version 1 (v)";
  if (typeof log !== "string" || !isOrigin(log)) return "does not name a log (log)";
  if (!isCount(seq)) return "has no valid number (seq)";
  if (typeof at !== "string" || !isRealTime(at)) return "has no valid time (at)";
  if (typeof act !== "string" || act.length > 48 || !WORD.test(act)) return "has no valid act (act)";
  if (!isCount(cmd) || cmd > seq) return "belongs to no valid command (cmd)";
  if (typeof app !== "string" || !APP.test(app)) return "names no program version (app)";
  if (!isMembers(on) || !hasExactly(on, ["id", "t"])) return "has no valid subject (on)";
  if (typeof on.id !== "string" || !SUBJECT_ID.test(on.id)) return "has no valid subject id (on.id)";
  if (typeof on.t !== "string" || on.t.length > 48 || !WORD.test(on.t))
    return "has no valid subject type (on.t)";
  return actorFault(leaf.by);
}

function actorFault(by: unknown): string | undefined {
  if (!isMembers(by) || !hasExactly(by, ["auth", "k", "u"])) return "has no valid actor (by)";
  const { auth, k, u } = by;
  if (k !== "person" && k !== "service" && k !== "system") return "has no valid kind of actor (by.k)";
  if (typeof u !== "string" || !ACTOR[k].test(u)) return "has no valid actor id (by.u)";
  if (typeof auth !== "string" || !AUTH.has(auth)) return "has no valid way of signing in (by.auth)";
  return undefined;
}

function listsFault(leaf: Members): string | undefined {
  const { seq, seen, ref, f, att } = leaf;
  const until = isCount(seq) ? seq : 0;
  if (seen !== undefined && (!isCount(seen) || seen > until))
    return "was made from a log larger than it was (seen)";
  if (ref !== undefined && !isAscendingBelow(ref, until)) return "rests on no valid earlier entries (ref)";
  if (f !== undefined && !isFields(f)) return "has no valid fields (f)";
  if (att !== undefined && !isFiles(att)) return "has no valid files (att)";
  return undefined;
}

function ownMemberFault(leaf: Members): string | undefined {
  const due = typeof leaf.act === "string" ? OWN_MEMBER.get(leaf.act) : undefined;
  const extra = OWN_MEMBERS.find((name) => leaf[name] !== undefined && name !== due);
  if (extra !== undefined) return `has a member that stands only in another act (${extra})`;
  switch (due) {
    case "erases":
      return erasesFault(leaf);
    case "head":
      return headFault(leaf);
    case "keys":
      return keysFault(leaf);
    case "prev":
      return prevFault(leaf);
    default:
      return undefined;
  }
}

function erasesFault({ erases, by, seq }: Members): string | undefined {
  if (!isMembers(by) || by.k !== "person") return "erases, but not by a person (by.k)";
  if (!Array.isArray(erases) || erases.length === 0) return "names nothing to erase (erases)";
  const named = new Set<string>();
  for (const slot of erases) {
    if (!isSlot(slot) || !isCount(seq) || slot[0] >= seq)
      return "names no valid earlier slots to erase (erases)";
    if (named.has(slotName(slot))) return "names a slot to erase twice (erases)";
    named.add(slotName(slot));
  }
  return undefined;
}

function headFault({ head, log, on, by }: Members): string | undefined {
  if (!isMembers(head) || !hasExactly(head, ["log", "root", "rotations", "size"]))
    return "has no valid head (head)";
  if (!isInstallation(log)) return "is a log-head outside an installation log";
  if (!isMembers(by) || by.k !== "system") return "is a log-head that is not by the system (by)";
  if (!isMembers(on) || on.t !== "log") return "is a log-head whose subject is not a log (on)";
  if (head.log !== `${log}/i/${on.id}` && head.log !== `${log}/d/${on.id}`)
    return "heads another log than its subject (head.log)";
  if (parseOrigin(head.log) === undefined) return "heads no valid log (head.log)";
  if (typeof head.root !== "string" || !isBase64Of32(head.root)) return "has no valid root (head.root)";
  if (!isCount(head.rotations)) return "has no valid number of rotations (head.rotations)";
  if (!isCount(head.size) || head.size < 1) return "has no valid size (head.size)";
  return undefined;
}

function keysFault({ keys, log }: Members): string | undefined {
  if (!isMembers(keys) || !hasExactly(keys, ["k", "new", "old"])) return "has no valid keys (keys)";
  if (!isInstallation(log)) return "is a key-rotated outside an installation log";
  if (!isCount(keys.k) || keys.k < 1) return "has no valid number of the rotation (keys.k)";
  const from = typeof keys.old === "string" ? parseVkey(keys.old) : undefined;
  const to = typeof keys.new === "string" ? parseVkey(keys.new) : undefined;
  if (!from?.ok || !to?.ok) return "names no valid keys (keys)";
  if (from.value.name !== log || to.value.name !== log) return "names keys of another log (keys)";
  if (from.value.keyId === to.value.keyId) return "names two keys of one key id (keys)";
  if (equalBytes(from.value.publicKey, to.value.publicKey)) return "names one key twice (keys)";
  return undefined;
}

function prevFault({ prev, log, seq }: Members): string | undefined {
  if (!isMembers(prev) || !hasExactly(prev, ["known", "log", "root", "size"]))
    return "has no valid earlier log (prev)";
  if (seq !== 0) return "continues another log, but is not #0";
  const earlier = typeof prev.log === "string" ? parseOrigin(prev.log) : undefined;
  const own = typeof log === "string" ? parseOrigin(log) : undefined;
  if (earlier === undefined || earlier.installation === own?.installation) {
    return "does not continue a log of another installation origin (prev.log)";
  }
  if (typeof prev.root !== "string" || !isBase64Of32(prev.root)) return "has no valid root (prev.root)";
  if (!isCount(prev.size) || !isCount(prev.known) || prev.known < prev.size)
    return "has no valid sizes (prev)";
  if (prev.size === 0 && prev.root !== EMPTY_ROOT) return "gives a root to an empty log (prev.root)";
  return undefined;
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

let lastOrigin = "";

/** One log is read at a time, so nearly always the answer is that of the leaf before. */
function isOrigin(text: string): boolean {
  if (text === lastOrigin) return true;
  if (parseOrigin(text) === undefined) return false;
  lastOrigin = text;
  return true;
}

function isInstallation(log: unknown): log is string {
  return typeof log === "string" && parseOrigin(log)?.kind === "installation";
}

function hasExactly(value: Members, names: readonly string[]): boolean {
  const found = Object.keys(value);
  return found.length === names.length && names.every((name) => value[name] !== undefined);
}

function isAscendingBelow(value: unknown, limit: number): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((seq, place) => isCount(seq) && seq < limit && (place === 0 || seq > value[place - 1]));
}

function isFields(value: unknown): boolean {
  if (!isMembers(value)) return false;
  const fields = Object.entries(value);
  if (fields.length < 1 || fields.length > LIST_MAX) return false;
  return fields.every(([name, commitment]) => isFieldName(name) && isCommitment(commitment));
}

function isFiles(value: unknown): boolean {
  return Array.isArray(value) && value.length >= 1 && value.length <= LIST_MAX && value.every(isCommitment);
}

function isCommitment(value: unknown): boolean {
  return typeof value === "string" && isBase64Of32(value);
}

function isRealTime(text: string): boolean {
  if (!AT.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}
