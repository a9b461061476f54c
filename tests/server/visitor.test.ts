import { expect, test } from "vitest";
import { pathAfterSignIn } from "#app/server/auth/require-person.ts";
import { visitorAddress } from "#app/server/auth/visitor.ts";

const HTTPS = "https://sangfroid.example.org";

function from(address: string, forwarded?: string, origin = HTTPS): string {
  const headers: HeadersInit = forwarded === undefined ? {} : { "X-Forwarded-For": forwarded };
  return visitorAddress(new Request(origin, { headers }), { address }, origin);
}

test("behind a proxy on this machine the visitor is the last hop it wrote down", () => {
  expect(from("127.0.0.1", "198.51.100.9, 203.0.113.7")).toBe("203.0.113.7");
  expect(from("::1", "2001:db8::7")).toBe("2001:db8::7");
  expect(from("::ffff:127.0.0.1", "203.0.113.7")).toBe("203.0.113.7");
});

test("a visitor from elsewhere is not believed about their address", () => {
  expect(from("198.51.100.9", "203.0.113.7")).toBe("198.51.100.9");
});

test("without https there is no proxy to believe", () => {
  expect(from("127.0.0.1", "203.0.113.7", "http://localhost:3000")).toBe("127.0.0.1");
});

test("a proxy that says nothing leaves the address of the socket", () => {
  expect(from("127.0.0.1")).toBe("127.0.0.1");
  expect(from("127.0.0.1", " , ")).toBe("127.0.0.1");
});

test.each([
  ["/i/0123/steps/r1.x?tab=2", "/i/0123/steps/r1.x?tab=2"],
  [null, "/incidents"],
  ["", "/incidents"],
  ["https://evil.example", "/incidents"],
  ["//evil.example", "/incidents"],
  ["/\\evil.example", "/incidents"],
  ["/\t/evil.example", "/incidents"],
  ["/.//evil.example", "/incidents"],
  ["javascript:alert(1)", "/incidents"],
])("after the sign-in %j leads to %s", (to, path) => {
  expect(pathAfterSignIn(to)).toBe(path);
});
