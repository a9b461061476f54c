import { base32Number, base64Text } from "../encoded.ts";
import type { Identity } from "../finding.ts";
import type { Kind } from "../kind.ts";
import { jwtClaims, named } from "./jwt.ts";

interface Seen {
  readonly value: string;
  /** The characters around it. */
  readonly near: string;
}

type Extractor = (seen: Seen) => Identity;

const EXTRACTORS = {
  "aws-account": ({ value, near }) =>
    named({ account: awsAccount(value) ?? "", region: AWS_REGION.exec(near)?.[0] ?? "" }),
  "azure-host": ({ near }) =>
    named({ account: /AccountName=([a-z0-9]{3,24})/.exec(near)?.[1] ?? azureAccount(near) ?? "" }),
  basic: ({ value }) => named({ user: base64Text(value)?.split(":")[0] ?? "" }),
  "github-form": ({ value }) => named({ form: GITHUB_FORMS[value.slice(0, 4)] ?? "" }),
  jwt: ({ value }) => jwtClaims(value) ?? {},
  pypi: () => ({ host: "pypi.org" }),
  region: ({ near }) => {
    const [host, region] = ALIBABA_HOST.exec(near) ?? [];
    return named({ endpoint: host ?? "", region: region ?? "" });
  },
  webhook: ({ value }) => named({ team: /\/(T[A-Z0-9]{6,12})\//.exec(value)?.[1] ?? "" }),
} as const satisfies Record<NonNullable<Kind["identity"]>, Extractor>;

export function identify(kind: Kind, seen: Seen): Identity {
  return kind.identity === undefined ? {} : EXTRACTORS[kind.identity](seen);
}

const AWS_REGION =
  /\b(?:us|eu|ap|sa|ca|me|af|il|mx|cn)(?:-gov)?-(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-[1-9]\b/;

const ALIBABA_HOST =
  /\b(?:[a-z0-9-]{1,63}\.){0,3}?(?:[a-z]+[.-])?((?:cn|ap|us|eu|me)-[a-z]+(?:-[a-z0-9]+){0,2})(?:-internal)?\.aliyuncs\.com\b/;

const GITHUB_FORMS: Readonly<Record<string, string>> = {
  ghp_: "personal access token",
  gho_: "OAuth access token",
  ghu_: "app user token",
  ghs_: "app installation token",
  ghr_: "app refresh token",
};

function azureAccount(near: string): string | undefined {
  return /\b([a-z0-9]{3,24})\.(?:blob|file|queue|table|dfs)\.core\./.exec(near)?.[1];
}

/** The 12-digit account inside an AWS key id: 40 bits of its first six bytes, from the second on. */
function awsAccount(keyId: string): string | undefined {
  const bits = base32Number(keyId.slice(4), 48);
  if (bits === undefined) return undefined;
  return String((bits & 0x7fffffffff80n) >> 7n).padStart(12, "0");
}
