import type { Finding } from "./finding.ts";
import { certificateOf } from "./identity/public-key.ts";
import { PemReader } from "./pem.ts";

const BEGIN = "-----BEGIN CERTIFICATE-----";
const MOST = 200;

/** Adds to a private key the certificate in the same text that was made for it, by its SHA-256. */
export function withCertificates(text: string, findings: readonly Finding[]): readonly Finding[] {
  if (findings.every(({ identity }) => identity.publicKeySha256 === undefined)) return findings;
  const byKey = certificatesIn(text);
  if (byKey.size === 0) return findings;
  return findings.map((finding) => {
    const certificate = byKey.get(finding.identity.publicKeySha256 ?? "");
    return certificate === undefined
      ? finding
      : { ...finding, identity: { ...finding.identity, certificateSha256: certificate } };
  });
}

function certificatesIn(text: string): ReadonlyMap<string, string> {
  const reader = new PemReader(text);
  const byKey = new Map<string, string>();
  let at = text.indexOf(BEGIN);
  for (let count = 0; at !== -1 && count < MOST; count++) {
    const bytes = reader.blockAt(at)?.bytes;
    const certificate = bytes === undefined ? undefined : certificateOf(bytes);
    if (certificate !== undefined) byKey.set(certificate.publicKeySha256, certificate.sha256);
    at = text.indexOf(BEGIN, at + BEGIN.length);
  }
  return byKey;
}
