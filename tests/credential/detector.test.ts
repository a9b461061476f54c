import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  X509Certificate,
} from "node:crypto";
import { describe, expect, test } from "vitest";
import { drawing } from "#app/cli/bench-corpus/drawing.ts";
import { detect } from "#app/core/credential/detect.ts";
import { derOf } from "#app/core/credential/identity/der.ts";
import { mask } from "#app/core/credential/mask.ts";
import { filled } from "./filled.ts";

function found(text: string, seed = 1) {
  const given = filled(text, drawing(seed));
  return detect(given).map((finding) => ({ ...finding, value: given.slice(finding.start, finding.end) }));
}

describe("parts of one credential", () => {
  test("id, secret and session token are joined, in whatever order", () => {
    const parts = found("token IQoJb3JpZ2lu<b64 300> secret_access_key <secret 40>\nASIA<base32 16>");
    expect(parts.map(({ kind, with: others, confidence }) => [kind, others, confidence])).toEqual([
      ["aws-session-token", [1, 2], "high"],
      ["aws-secret-access-key", [0, 2], "high"],
      ["aws-session-key-id", [0, 1], "high"],
    ]);
  });

  test("two keys that follow each other keep their own secrets", () => {
    const one = "AWS_ACCESS_KEY_ID=AKIA<base32 16>\nAWS_SECRET_ACCESS_KEY=<secret 40>\n";
    expect(found(one + one).map((part) => part.with)).toEqual([[1], [0], [3], [2]]);
    const turned = "secret_access_key <secret 40>, id AKIA<base32 16>\n";
    expect(found(turned + turned).map((part) => part.with)).toEqual([[1], [0], [3], [2]]);
  });

  test("a secret far from any id is of nobody, and less certain", () => {
    const [id, secret] = found(
      `AKIA<base32 16>\n${"far away\n".repeat(200)}aws_secret_access_key=<secret 40>`,
    );
    expect([id?.with, secret?.with, secret?.confidence]).toEqual([[], [], "low"]);
  });

  test("an old Alibaba id needs its secret and a word of Alibaba, in Chinese too", () => {
    const pair = "<drawn 16>，<drawn 30>";
    expect(found(`阿里云访问密钥：${pair}`)).toMatchObject([
      { kind: "alibaba-old-access-key-id", with: [1], confidence: "high" },
      { kind: "alibaba-access-key-secret", with: [0], confidence: "high" },
    ]);
    expect(found(`会话编号：${pair}`)).toEqual([]);
  });
});

describe("where a value begins", () => {
  test.each(["\\n", "%3D", "\\u003d", "\u001b[32m", "=", '"', "，"])(
    "%o before it is no part of a word",
    (before) => {
      expect(found(`a${before}AKIA<base32 16>`)).toHaveLength(1);
    },
  );

  test.each(["a", "Z", "0", "_"])("%o before it makes it another word", (before) => {
    expect(found(`${before}AKIA<base32 16>`)).toEqual([]);
  });

  test("offsets are those of the text, whatever stands before", () => {
    const [finding] = found("😀 密钥 é ghp: <crc ghp_>");
    expect(finding?.value).toMatch(/^ghp_\w{36}$/);
  });
});

test("a checksum that fails lowers the confidence by one", () => {
  expect(found("<crc ghp_>")[0]?.confidence).toBe("high");
  expect(found("ghp_<alnum 36>")[0]?.confidence).toBe("medium");
});

describe("a private key", () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

  test.each([
    ["RSA in PKCS #8", rsa, "pkcs8"],
    ["RSA in PKCS #1", rsa, "pkcs1"],
    ["P-256 in PKCS #8", ec, "pkcs8"],
    ["P-256 in SEC 1", ec, "sec1"],
  ] as const)("%s is named by its public key's SHA-256", (_, key, type) => {
    const pem = pemOf(key, type);
    for (const text of [pem, JSON.stringify({ key: pem }), JSON.stringify(JSON.stringify({ key: pem }))]) {
      expect(detect(text)).toMatchObject([
        { kind: "private-key", confidence: "high", identity: { publicKeySha256: sha256(spkiOf(key)) } },
      ]);
    }
  });

  test("its certificate in the same text is named, another's is not", () => {
    const own = certificateFor(ec);
    const text = [certificateFor(rsa), pemOf(ec, "pkcs8"), own].map(String).join("\n");
    expect(detect(text).map(({ identity }) => identity.certificateSha256)).toEqual([sha256(own.raw)]);
    expect(detect(`${certificateFor(rsa)}\n${pemOf(ec, "pkcs8")}`)[0]?.identity).not.toHaveProperty(
      "certificateSha256",
    );
  });

  test("masked, nothing of its body is left", () => {
    const pem = pemOf(rsa, "pkcs8");
    const masked = mask(`a\n${pem}\nb`, detect(`a\n${pem}\nb`));
    expect(masked).toBe("a\nBEGIN PRIVATE KEY…\nb");
  });
});

test("a masked text keeps all that is no secret", () => {
  const text = filled(
    "curl -H 'Authorization: Bearer <crc ghp_>' https://x:<drawn 20>@git.corp.internal/a",
    drawing(4),
  );
  expect(mask(text, detect(text))).toMatch(
    /^curl -H 'Authorization: Bearer ghp_…\w{4}' https:\/\/x:…@git\.corp\.internal\/a$/,
  );
});

function pemOf(key: KeyObject, type: "pkcs8" | "pkcs1" | "sec1"): string {
  return key.export({ type, format: "pem" }).toString().trim();
}

function spkiOf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: "spki", format: "der" });
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A certificate that signs itself, with no name in it. */
function certificateFor(key: KeyObject): X509Certificate {
  const SEQUENCE = 0x30;
  const bytes = (...values: number[]) => Uint8Array.from(values);
  const time = (text: string) => derOf(0x17, Buffer.from(text));
  const isRsa = key.asymmetricKeyType === "rsa";
  const algorithm = isRsa
    ? derOf(SEQUENCE, derOf(6, Buffer.from("2a864886f70d01010b", "hex")), bytes(5, 0))
    : derOf(SEQUENCE, derOf(6, Buffer.from("2a8648ce3d040302", "hex")));
  const signed = derOf(
    SEQUENCE,
    derOf(0xa0, derOf(2, bytes(2))),
    derOf(2, bytes(1)),
    algorithm,
    derOf(SEQUENCE),
    derOf(SEQUENCE, time("260101000000Z"), time("360101000000Z")),
    derOf(SEQUENCE),
    spkiOf(key),
  );
  const signature = derOf(3, bytes(0), sign("sha256", signed, key));
  const certificate = new X509Certificate(Buffer.from(derOf(SEQUENCE, signed, algorithm, signature)));
  if (!certificate.checkPrivateKey(key)) throw new Error("the certificate is not of this key");
  return certificate;
}
