import { generateKeyPairSync } from "node:crypto";
import { crc32 } from "#app/core/audit/crc32.ts";
import { type Draw, drawn, pick } from "./drawing.ts";

// Credentials in the formats their providers publish. None was ever given out: each is drawn when the bench runs.

/** A named part of a credential. What is secret has to be found; the rest is its company. */
export interface Part {
  readonly label: string;
  readonly value: string;
  readonly isSecret: boolean;
}

export interface Leak {
  readonly kind: string;
  readonly parts: (draw: Draw) => readonly Part[];
}

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

export const LEAKS: readonly Leak[] = [
  leak("aws", (draw) => [
    secret("AWS_ACCESS_KEY_ID", `AKIA${drawn("base32", 16, draw)}`),
    secret("AWS_SECRET_ACCESS_KEY", drawn("b64", 40, draw)),
    plain("AWS_REGION", pick(["eu-west-1", "us-east-2", "ap-southeast-1"], draw)),
  ]),
  leak("aws-session", (draw) => [
    secret("AWS_ACCESS_KEY_ID", `ASIA${drawn("base32", 16, draw)}`),
    secret("AWS_SECRET_ACCESS_KEY", drawn("b64", 40, draw)),
    secret("AWS_SESSION_TOKEN", `IQoJb3JpZ2lu${drawn("b64", 340, draw)}`),
  ]),
  leak("alibaba", (draw) => [
    secret("ALIBABA_CLOUD_ACCESS_KEY_ID", `LTAI${drawn("alnum", pick([12, 16, 20], draw), draw)}`),
    secret("ALIBABA_CLOUD_ACCESS_KEY_SECRET", drawn("alnum", 30, draw)),
    plain("endpoint", "oss-cn-beijing.aliyuncs.com"),
  ]),
  leak("alibaba-old", (draw) => [
    secret("accessKeyId", drawn("alnum", 16, draw)),
    secret("accessKeySecret", drawn("alnum", 30, draw)),
  ]),
  leak("tencent", (draw) => [
    secret("TENCENTCLOUD_SECRET_ID", `AKID${drawn("alnum", 32, draw)}`),
    secret("TENCENTCLOUD_SECRET_KEY", drawn("alnum", 32, draw)),
  ]),
  one("gcp-api-key", "GOOGLE_API_KEY", (draw) => `AIza${drawn("url", 35, draw)}`),
  one(
    "azure-app",
    "AZURE_CLIENT_SECRET",
    (draw) => `${drawn("alnum", 3, draw)}${drawn("digit", 1, draw)}Q~${drawn("alnum", 34, draw)}`,
  ),
  one("github", "GITHUB_TOKEN", (draw) =>
    withCrc(pick(["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], draw), drawn("alnum", 30, draw)),
  ),
  one(
    "github-fine",
    "GH_TOKEN",
    (draw) => `github_pat_${drawn("alnum", 22, draw)}_${drawn("alnum", 59, draw)}`,
  ),
  one("gitlab", "GITLAB_TOKEN", (draw) => `glpat-${drawn("url", 20, draw)}`),
  one(
    "slack",
    "SLACK_TOKEN",
    (draw) =>
      `xox${pick(["b", "p"], draw)}-${drawn("digit", 12, draw)}-${drawn("digit", 12, draw)}-${drawn("alnum", 24, draw)}`,
  ),
  one(
    "stripe",
    "STRIPE_SECRET_KEY",
    (draw) => `${pick(["sk", "rk"], draw)}_live_${drawn("alnum", 24, draw)}`,
  ),
  one("npm", "NPM_TOKEN", (draw) => withCrc("npm_", drawn("alnum", 30, draw))),
  one("pypi", "TWINE_PASSWORD", (draw) => `pypi-AgEIcHlwaS5vcmc${drawn("url", 130, draw)}`),
  one("huggingface", "HF_TOKEN", (draw) => `hf_${drawn("letter", 34, draw)}`),
  one("digitalocean", "DIGITALOCEAN_ACCESS_TOKEN", (draw) => `dop_v1_${drawn("hex", 64, draw)}`),
  one("docker", "DOCKER_PASSWORD", (draw) => `dckr_pat_${drawn("url", 27, draw)}`),
  one("linear", "LINEAR_API_KEY", (draw) => `lin_api_${drawn("alnum", 40, draw)}`),
  one("grafana", "GRAFANA_TOKEN", (draw) => `glsa_${drawn("alnum", 32, draw)}_${drawn("hex", 8, draw)}`),
  one("shopify", "SHOPIFY_ACCESS_TOKEN", (draw) => `shpat_${drawn("hex", 32, draw)}`),
  one("sendgrid", "SENDGRID_API_KEY", (draw) => `SG.${drawn("url", 22, draw)}.${drawn("url", 43, draw)}`),
  leak("twilio", (draw) => [
    secret("TWILIO_ACCOUNT_SID", `AC${drawn("hex", 32, draw)}`),
    secret("TWILIO_AUTH_TOKEN", drawn("hex", 32, draw)),
  ]),
  one(
    "openai",
    "OPENAI_API_KEY",
    (draw) => `sk-proj-${drawn("url", 74, draw)}T3BlbkFJ${drawn("url", 74, draw)}`,
  ),
  one("anthropic", "ANTHROPIC_API_KEY", (draw) => `sk-ant-api03-${drawn("url", 93, draw)}AA`),
  one("vault", "VAULT_TOKEN", (draw) => `hvs.${drawn("url", 90, draw)}`),
  one("terraform", "TF_TOKEN", (draw) => `${drawn("alnum", 14, draw)}.atlasv1.${drawn("url", 67, draw)}`),
  one("age", "AGE_KEY", (draw) => `AGE-SECRET-KEY-1${drawn("bech32", 58, draw)}`),
  one("jwt", "ACCESS_TOKEN", (draw) => jwt(draw)),
  one("password", "DB_PASSWORD", (draw) => password(draw)),
];

/** Those that stand in surroundings of their own: the whole text, and the secret parts of it. */
export const SET_PIECES: readonly {
  readonly kind: string;
  readonly make: (draw: Draw) => { text: string; secrets: readonly string[] };
}[] = [
  {
    kind: "private-key",
    make: (draw) => {
      const pem = pick([rsaKey, ecKey, openSshKey], draw)(draw);
      return { text: `${pem}\n`, secrets: [pem] };
    },
  },
  {
    kind: "gcp-service-account",
    make: (draw) => {
      const key = rsaKey();
      const json = {
        type: "service_account",
        project_id: "billing-7",
        private_key_id: drawn("hex", 40, draw),
        private_key: `${key}\n`,
        client_email: "export@billing-7.iam.gserviceaccount.com",
      };
      return { text: JSON.stringify(json, null, 2), secrets: [JSON.stringify(key).slice(1, -1)] };
    },
  },
  {
    kind: "azure-storage",
    make: (draw) => {
      const key = `${drawn("b64", 86, draw)}==`;
      return {
        text: `AZURE_STORAGE="DefaultEndpointsProtocol=https;AccountName=billing7;AccountKey=${key};EndpointSuffix=core.windows.net"`,
        secrets: [key],
      };
    },
  },
  {
    kind: "azure-sas",
    make: (draw) => {
      const signature = encodeURIComponent(`${drawn("b64", 43, draw)}=`);
      return {
        text: `GET https://billing7.blob.core.windows.net/dump?sv=2024-11-04&ss=b&srt=co&se=2027-03-01T00%3A00%3A00Z&sp=rl&sig=${signature} 200`,
        secrets: [signature],
      };
    },
  },
  {
    kind: "slack-webhook",
    make: (draw) => {
      const hook = `hooks.slack.com/services/T${drawn("upper", 8, draw)}/B${drawn("upper", 8, draw)}/${drawn("alnum", 24, draw)}`;
      return { text: `curl -X POST -d '{"text":"hello"}' https://${hook}`, secrets: [hook] };
    },
  },
  {
    kind: "database-url",
    make: (draw) => {
      const word = password(draw);
      const scheme = pick(["postgres", "mysql", "mongodb+srv", "redis", "amqps"], draw);
      return {
        text: `DATABASE_URL=${scheme}://billing:${encodeURIComponent(word)}@db-${drawn("digit", 2, draw)}.corp.internal:5432/ledger`,
        secrets: [encodeURIComponent(word)],
      };
    },
  },
  {
    kind: "basic",
    make: (draw) => {
      const coded = Buffer.from(`export:${password(draw)}`).toString("base64");
      return { text: `> Authorization: Basic ${coded}\n> Accept: */*`, secrets: [coded] };
    },
  },
];

function leak(kind: string, parts: Leak["parts"]): Leak {
  return { kind, parts };
}

function one(kind: string, label: string, value: (draw: Draw) => string): Leak {
  return { kind, parts: (draw) => [secret(label, value(draw))] };
}

function secret(label: string, value: string): Part {
  return { label, value, isSecret: true };
}

function plain(label: string, value: string): Part {
  return { label, value, isSecret: false };
}

/** As people choose and as managers draw them. */
function password(draw: Draw): string {
  return pick(
    [
      () =>
        `${pick(["Winter", "Bonjour", "Ledger", "Tianqi"], draw)}-${drawn("digit", 4, draw)}${pick(["!", "#", "?"], draw)}x${drawn("alnum", 2, draw)}`,
      () => drawn("alnum", 18, draw),
      () => `${drawn("alnum", 8, draw)}%${drawn("alnum", 6, draw)}^`,
    ],
    draw,
  )();
}

function withCrc(prefix: string, body: string): string {
  let rest = crc32(Buffer.from(body));
  let digits = "";
  for (let place = 0; place < 6; place++) {
    digits = BASE62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return prefix + body + digits;
}

function jwt(draw: Draw): string {
  const parts = [
    { alg: "RS256", kid: drawn("hex", 8, draw) },
    { iss: "https://login.corp.internal", sub: drawn("alnum", 12, draw), exp: 1_800_000_000 },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  return [...parts, drawn("url", 342, draw)].join(".");
}

let rsa: string | undefined;

/** Drawing an RSA key takes long and is not what is measured: one has to do. */
function rsaKey(): string {
  rsa ??= generateKeyPairSync("rsa", { modulusLength: 2048 })
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString()
    .trim();
  return rsa;
}

function ecKey(): string {
  return generateKeyPairSync("ec", { namedCurve: "P-256" })
    .privateKey.export({ type: "sec1", format: "pem" })
    .toString()
    .trim();
}

/** Only its shape: Node writes no key of OpenSSH's own format. */
function openSshKey(draw: Draw): string {
  const body = `b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW${drawn("b64", 318, draw)}`;
  const lines = body.match(/.{1,70}/g) ?? [];
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join("\n")}\n-----END OPENSSH PRIVATE KEY-----`;
}
