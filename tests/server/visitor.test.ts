import { expect, test } from "vitest";
import { pathAfterSignIn } from "#app/server/auth/require-person.ts";
import { trustedProxies, visitorAddress } from "#app/server/auth/visitor.ts";

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

test("a port that a proxy wrote beside the address is no part of it", () => {
  expect(from("127.0.0.1", "203.0.113.7:51324")).toBe("203.0.113.7");
  expect(from("127.0.0.1", "198.51.100.9:1, [2001:db8::7]:51324")).toBe("2001:db8::7");
  expect(from("127.0.0.1", "[2001:db8::7]")).toBe("2001:db8::7");
  expect(from("127.0.0.1", "2001:db8::7:443")).toBe("2001:db8::7:443");
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

function believing(setting: string, address: string): string {
  const proxies = trustedProxies(setting);
  if (!proxies.ok) throw new Error(proxies.error);
  const request = new Request(HTTPS, { headers: { "X-Forwarded-For": "198.51.100.9, 203.0.113.7" } });
  return visitorAddress(request, { address }, HTTPS, proxies.value);
}

test("a proxy on another machine is believed when it is named, alone or by its network", () => {
  expect(believing("10.0.0.7", "10.0.0.7")).toBe("203.0.113.7");
  expect(believing("10.0.0.7", "::ffff:10.0.0.7")).toBe("203.0.113.7");
  expect(believing("192.0.2.1, 10.0.0.0/24", "10.0.0.200")).toBe("203.0.113.7");
  expect(believing("2001:db8::/64", "2001:db8::7")).toBe("203.0.113.7");
  expect(believing("10.0.0.7", "127.0.0.1")).toBe("203.0.113.7");
});

test("its neighbours are not", () => {
  expect(believing("10.0.0.7", "10.0.0.8")).toBe("10.0.0.8");
  expect(believing("10.0.0.0/24", "10.0.1.1")).toBe("10.0.1.1");
  expect(believing("", "10.0.0.7")).toBe("10.0.0.7");
});

test.each(["proxy.example.org", "10.0.0.0/33", "10.0.0.0/0", "10.0.0.7/", "10.0.0.1/8/8", "300.1.1.1"])(
  "%s names no proxy, and the way to write one is said",
  (setting) => {
    const read = trustedProxies(setting);
    expect(read.ok ? "taken" : read.error).toContain("Write addresses or networks: 10.0.0.7");
  },
);

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
