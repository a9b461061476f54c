import { ALPHABETS, type Draw, drawn } from "#app/cli/bench-corpus/drawing.ts";
import { asciiBytes } from "#app/core/audit/bytes.ts";
import { crc32 } from "#app/core/audit/crc32.ts";

// Examples hold no credential, not even an invented one: `<base32 16>` stands for sixteen characters drawn here, so
// that nobody's scanner takes this repository for a leak.

/** The text with every place filled. */
export function filled(text: string, draw: Draw): string {
  return text.replaceAll(/<([a-z0-9]+)(?: ([^>]+))?>/g, (place, name: string, rest: string | undefined) => {
    if (isAlphabet(name)) return drawn(name, Number(rest), draw);
    switch (name) {
      case "drawn":
        return threeClasses(Number(rest), draw);
      case "secret":
        return `${threeClasses(20, draw)}/${threeClasses(Number(rest) - 21, draw)}`;
      case "crc":
        return withCrc(rest ?? "", drawn("alnum", 30, draw));
      case "uuid":
        return [8, 4, 4, 4, 12].map((length) => drawn("hex", length, draw)).join("-");
      case "basic":
        return base64(`${rest}:${threeClasses(16, draw)}`);
      case "elastic":
        return base64(`${drawn("alnum", 20, draw)}:${drawn("alnum", 22, draw)}`);
      case "jwt":
        return jwt(draw);
      default:
        return place;
    }
  });
}

function isAlphabet(name: string): name is keyof typeof ALPHABETS {
  return name in ALPHABETS;
}

/** Letters of both cases and digits, one of each at least. */
function threeClasses(length: number, draw: Draw): string {
  for (;;) {
    const value = drawn("alnum", length, draw);
    if (/[a-z]/.test(value) && /[A-Z]/.test(value) && /[0-9]/.test(value)) return value;
  }
}

function withCrc(prefix: string, body: string): string {
  let rest = crc32(asciiBytes(body));
  let digits = "";
  for (let place = 0; place < 6; place++) {
    digits = ALPHABETS.alnum.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return prefix + body + digits;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function jwt(draw: Draw): string {
  const claims = {
    iss: "https://kubernetes.default.svc",
    sub: "system:serviceaccount:billing:export",
    exp: Date.UTC(2027, 0, 15, 8) / 1000,
  };
  const parts = [{ alg: "RS256", kid: "k1" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return [...parts, drawn("alnum", 342, draw)].join(".");
}
