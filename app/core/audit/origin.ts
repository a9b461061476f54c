// Names of logs (docs/format.md, Origins and keys).
//   INST  <domain>/sangfroid/<ID>          the installation's log
//   LOG   INST/i/<ID>  or  INST/d/<ID>     the log of an incident, or of a drill

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const ID = "[0-9A-HJKMNP-TV-Z]{26}";
const ORIGIN = new RegExp(`^((${LABEL}(?:\\.${LABEL})*)/sangfroid/${ID})(?:/([id])/(${ID}))?$`);

export interface Origin {
  readonly installation: string;
  readonly kind: "installation" | "incident" | "drill";
  /** The incident's or drill's ID; empty for the installation's own log. */
  readonly id: string;
}

/** Undefined for text that names no Sangfroid log. */
export function parseOrigin(text: string): Origin | undefined {
  if (text.length > 200) return undefined;
  const match = ORIGIN.exec(text);
  const [, installation = "", domain = "", letter, id = ""] = match ?? [];
  if (match === null || domain.length > 100) return undefined;
  const kind = letter === undefined ? "installation" : letter === "i" ? "incident" : "drill";
  return { installation, kind, id };
}

/** Name of the key that signs manifests of this log. */
export function exportName(log: string): string {
  return `${log}/export`;
}

/** The one spelling of a number in text: no sign, no leading zero, at most 2^53-1. */
export function parseDecimal(text: string): number | undefined {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}
