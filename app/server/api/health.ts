import type { House } from "../house.server.ts";
import { jsonAnswer } from "./route.ts";

// For whoever watches the machine. Nothing here tells anything about what is inside.

export function isHealthPath(path: string): boolean {
  return path === "/healthz" || path === "/readyz";
}

/** /healthz: the process answers. /readyz: it can also read its data and record. */
export async function healthAnswer(house: House, path: string): Promise<Response> {
  if (path === "/healthz") return jsonAnswer({ status: "ok" });
  if (house.standing !== "sound") {
    return jsonAnswer({ status: "read-only", because: house.standing.because }, { status: 503 });
  }
  const begun = await house.store.snapshot((reads) => reads.installation());
  return begun === undefined
    ? jsonAnswer({ status: "not-ready" }, { status: 503 })
    : jsonAnswer({ status: "ready" });
}
