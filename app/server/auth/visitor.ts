import { BlockList, isIP } from "node:net";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { Peer } from "../http/handler.ts";

/** Whose word about where a request comes from is taken. */
export type TrustedProxies = Pick<BlockList, "check">;

/**
 * The address a request comes from. Over https a proxy ends the encryption for us; where it runs on this very
 * machine, or is one of the `trusted`, the last hop it wrote down is the visitor. Nobody else is believed about it.
 */
export function visitorAddress(
  request: Request,
  peer: Peer,
  origin: string,
  trusted: TrustedProxies = THIS_MACHINE_ALONE,
): string {
  if (!origin.startsWith("https:")) return peer.address;
  if (!isThisMachine(peer.address) && !isAmong(trusted, peer.address)) return peer.address;
  const hops = request.headers.get("X-Forwarded-For")?.split(",") ?? [];
  return withoutPort(hops.at(-1)?.trim() ?? "") || peer.address;
}

/** Some proxies write `203.0.113.7:51324` or `[2001:db8::7]:51324`; each connection would be an address of its own. */
function withoutPort(hop: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([^:]*):\d+$/.exec(hop)?.[1] ?? hop;
}

const THIS_MACHINE_ALONE: TrustedProxies = new BlockList();

function isThisMachine(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127\./i.test(address);
}

/** An IPv4 address may be spelt as an IPv6 one. */
function isAmong(proxies: TrustedProxies, address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").split("%")[0] ?? "";
  const version = isIP(plain);
  return version !== 0 && proxies.check(plain, version === 6 ? "ipv6" : "ipv4");
}

/** Addresses and networks, separated by commas: `10.0.0.7, 2001:db8::/64`. The error says what to write. */
export function trustedProxies(text: string): Result<TrustedProxies, string> {
  const proxies = new BlockList();
  for (const part of text.split(",").map((piece) => piece.trim())) {
    if (part === "") continue;
    const [address = "", bits, ...rest] = part.split("/");
    const version = isIP(address);
    const most = version === 6 ? 128 : 32;
    const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
    if (version === 0 || rest.length > 0 || length < 1 || length > most) {
      return no(`${part} is no address of a proxy. Write addresses or networks: 10.0.0.7, 10.1.0.0/16`);
    }
    proxies.addSubnet(address, length, version === 6 ? "ipv6" : "ipv4");
  }
  return ok(proxies);
}
