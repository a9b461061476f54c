import type { Peer } from "../http/handler.ts";

/**
 * The address a request comes from. Over https a proxy ends the encryption for us; where it runs on this very
 * machine, the last hop it wrote down is the visitor. Nobody else is believed about it.
 */
export function visitorAddress(request: Request, peer: Peer, origin: string): string {
  if (!origin.startsWith("https:") || !isThisMachine(peer.address)) return peer.address;
  const hops = request.headers.get("X-Forwarded-For")?.split(",") ?? [];
  return hops.at(-1)?.trim() || peer.address;
}

function isThisMachine(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127\./i.test(address);
}
