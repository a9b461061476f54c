import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { type Candidate, lowered, withoutOverlaps } from "./candidate.ts";
import { withCertificates } from "./certificates.ts";
import { check } from "./checks.ts";
import type { Find } from "./find.ts";
import type { Finding } from "./finding.ts";
import { identify } from "./identity/identity.ts";
import type { Confidence, Kind } from "./kind.ts";
import { maskedForm } from "./mask.ts";
import { partners } from "./pairing.ts";
import { isPlaceholder } from "./placeholder.ts";
import { type Raw, searchOf } from "./search.ts";
import { around } from "./surroundings.ts";

const IDENTITY_REACH = 300;

/**
 * A detector of these kinds. What looks like a credential but is a placeholder, a mask, an example of the provider's
 * documents or fails its check is no finding. Time and memory grow with the length of the text, whatever it holds.
 */
export function detectorOf(kinds: readonly Kind[]): (text: string) => readonly Finding[] {
  const search = searchOf(kinds);
  return (text) => {
    const candidates = search(text, ({ kind, find }) => weighed(text, kind, find));
    const kept = withoutLonely(withoutOverlaps(withoutLonely(inOrder(candidates))));
    const groups = partners(kept);
    const findings = kept.map((candidate, index) => findingOf(text, candidate, groups[index] ?? []));
    return withCertificates(text, findings);
  };
}

/** A find that passes the checks of its kind, with the confidence they leave. */
function weighed(text: string, kind: Kind, find: Find): Candidate | undefined {
  if (!("routine" in kind.find) && isPlaceholder(find.value)) return undefined;
  const answer = check(kind, find.value, isQuoted(text, find));
  if (answer === "no" || isDocumented(kind, find.value)) return undefined;
  const confidence = find.confidence ?? kind.confidence;
  return { ...find, kind, confidence: answer === "doubtful" ? lowered(confidence) : confidence };
}

function isQuoted(text: string, { start, end }: Raw["find"]): boolean {
  const quote = text.charAt(start - 1);
  return /["'`]/.test(quote) && text.charAt(end) === quote;
}

function isDocumented({ documented }: Kind, value: string): boolean {
  return documented.length > 0 && documented.includes(bytesToHex(sha256(utf8ToBytes(value))).slice(0, 16));
}

function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...candidates].sort((a, b) => a.start - b.start);
}

/** Some shapes are believed only beside their other half. */
function withoutLonely(candidates: readonly Candidate[]): readonly Candidate[] {
  const groups = partners(candidates);
  return candidates.filter(
    (candidate, index) => candidate.kind.pair?.alone !== "drop" || (groups[index] ?? []).length > 0,
  );
}

function findingOf(text: string, candidate: Candidate, others: readonly number[]): Finding {
  const { kind, start, end, value } = candidate;
  const near = kind.identity === undefined ? "" : around(text, start, end, IDENTITY_REACH);
  return {
    start,
    end,
    kind: kind.kind,
    provider: kind.provider,
    confidence: confidenceOf(candidate, others.length > 0),
    masked: candidate.masked ?? maskedForm(value, kind.nature === "chosen" ? [0, 0] : kind.show),
    nature: kind.nature,
    identity: { ...candidate.identity, ...identify(kind, { value, near }) },
    with: others,
  };
}

function confidenceOf({ kind: { pair }, confidence }: Candidate, isPaired: boolean): Confidence {
  if (isPaired) return pair?.paired ?? confidence;
  return pair?.alone === "lower" ? lowered(confidence) : confidence;
}
