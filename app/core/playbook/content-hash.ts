import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import type { Playbook, Template } from "./template.ts";

/** UTF-8 bytes of the template's RFC 8785 form. Parsed templates hold no undefined and no odd numbers. */
export function canonicalTemplate(template: Template): Uint8Array {
  return utf8ToBytes(canonicalize(template) ?? "");
}

/** Gives a template its identity. Two files that differ only in comments and layout are one version. */
export function playbookOf(template: Template): Playbook {
  return { template, hash: bytesToHex(sha256(canonicalTemplate(template))) };
}
