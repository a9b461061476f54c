import { generateKeyPairSync } from "node:crypto";
import { type Draw, drawn, pick } from "./drawing.ts";

/** What resembles a credential and is none: nobody should be woken for it. */
export const DECOYS: Readonly<Record<string, (draw: Draw) => string>> = {
  "lock-file": (draw) =>
    `"integrity": "sha512-${drawn("b64", 86, draw)}==",\n"resolved": "https://registry.test/x/-/x-1.2.3.tgz"`,
  "yarn-lock": (draw) =>
    `  resolved "https://registry.test/x.tgz#${drawn("hex", 40, draw)}"\n  checksum ${drawn("hex", 128, draw)}`,
  commit: (draw) =>
    `commit ${drawn("hex", 40, draw)}\nAuthor: Lin <lin@example.org>\n\n    rotate the access key`,
  uuid: (draw) => `tenant_id = "${[8, 4, 4, 4, 12].map((n) => drawn("hex", n, draw)).join("-")}"`,
  "uuid-token": (draw) => `token: ${[8, 4, 4, 4, 12].map((n) => drawn("hex", n, draw)).join("-")}`,
  "aws-example": () =>
    "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  "aws-masked": (draw) => `AWS_ACCESS_KEY_ID=AKIA************${drawn("base32", 4, draw)}`,
  "aws-words": () => "AKIACONTAINMENTSTEPS",
  "alibaba-masked": (draw) =>
    `accessKeyId: LTAI${drawn("alnum", 4, draw)}****************\naccessKeySecret: ******`,
  "alibaba-placeholder": () => 'new OSSClient(endpoint, "yourAccessKeyId", "yourAccessKeySecret")',
  "alibaba-digest": (draw) =>
    `阿里云 镜像 registry.cn-hangzhou.aliyuncs.com/ledger/app@sha256:${drawn("hex", 64, draw)}`,
  "github-placeholder": () => `GITHUB_TOKEN=ghp_${"x".repeat(36)}`,
  "github-action": () => ["token: $", "{{ secrets.GITHUB_TOKEN }}"].join(""),
  "publishable-key": (draw) => `Stripe("pk_live_${drawn("alnum", 24, draw)}")`,
  "slack-example": () => "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
  "jwt-example": () =>
    [
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
      "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ",
      "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    ].join("."),
  "public-key": () =>
    generateKeyPairSync("ec", { namedCurve: "P-256" })
      .publicKey.export({ type: "spki", format: "pem" })
      .toString(),
  certificate: (draw) =>
    `-----BEGIN CERTIFICATE-----\nMII${drawn("b64", 61, draw)}\n${drawn("b64", 64, draw)}\n-----END CERTIFICATE-----`,
  "ssh-public": (draw) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${drawn("b64", 43, draw)} lin@laptop`,
  "key-reading-source": () =>
    'if (!text.startsWith("-----BEGIN PRIVATE KEY-----")) throw new Error("no key");',
  "key-placeholder": () => "-----BEGIN RSA PRIVATE KEY-----\n<your key here>\n-----END RSA PRIVATE KEY-----",
  image: (draw) => `<img src="data:image/png;base64,iVBORw0KGgo${drawn("b64", 400, draw)}=">`,
  "local-url": () => "DATABASE_URL=postgres://postgres:postgres@localhost:5432/test",
  "example-url": () => "see mysql://user:password@example.com/db for the format",
  "variable-url": () => ["amqp://$", "{MQ_USER}:$", "{MQ_PASSWORD}@mq.corp.internal"].join(""),
  "port-url": () => "http://cache.corp.internal:8080/img@2x.png and git@github.test:org/repo.git",
  "source-names": () =>
    "const password = getPassword();\nconst token: string = request.headers.token;\nsecret = process.env.SESSION_SECRET",
  "type-names": () =>
    "interface Login { password: string; passwordConfirmation: string; apiKey?: ApiKeyHeader }",
  "form-words": () => '<label for="password">Password</label><input type="password" name="current-password">',
  "prose-en": () => "The secret is to rotate the token before the password expires; the api key is optional.",
  "prose-fr": () => "Le mot de passe est obligatoire et le jeton est renouvelé automatiquement chaque heure.",
  "prose-zh": () => "密码是必填项，访问密钥请在控制台中创建，令牌是自动续期的。",
  kubernetes: () => "secretKeyRef:\n  name: ledger-database\n  key: password",
  placeholder: (draw) =>
    pick(
      ["API_KEY=your-api-key-here", "password=changeme123", "SECRET_KEY=<insert>", "token=xxxxxxxxxxxx"],
      draw,
    ),
  etag: (draw) => `ETag: W/"${drawn("hex", 32, draw)}"\nx-amz-request-id: ${drawn("base32", 16, draw)}`,
  "trace-id": (draw) => `traceparent: 00-${drawn("hex", 32, draw)}-${drawn("hex", 16, draw)}-01`,
  digest: (draw) => `FROM node@sha256:${drawn("hex", 64, draw)}`,
  "bcrypt-hash": (draw) => `password_hash: $2b$12$${drawn("alnum", 53, draw)}`,
  minified: (draw) =>
    `!function(e,t){var n=e.token,r="${drawn("alnum", 6, draw)}";t.secret=n||r,e.Q~t.sig=1}(window,{});`,
  stylesheet: () => ".sk-folding-cube-with-a-long-name-that-goes-on { animation: sk-foldCubeAngle 2.4s }",
};
