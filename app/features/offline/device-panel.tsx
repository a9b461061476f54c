import { useEffect, useState } from "react";
import type { DeviceCopies } from "#app/server/device-copies.ts";
import { useText } from "#app/ui/text.tsx";
import { keepPages, keepsPages } from "./device.ts";

/** Of this browser alone, so it is not part of the account; without JavaScript nothing is ever kept. */
export function DevicePanel({ copies }: { copies: DeviceCopies }) {
  const text = useText();
  const [keeps, setKeeps] = useState<boolean>();
  useEffect(() => setKeeps(keepsPages()), []);
  async function choose(wanted: boolean) {
    keepPages(wanted);
    setKeeps(wanted);
    if (!wanted) await (await import("./keep-pages.ts")).forgetPages();
  }
  return (
    <section className="panel" aria-labelledby="device-h">
      <div className="panel__head">
        <h2 id="device-h">{text("live.device")}</h2>
      </div>
      <div className="panel__body">
        <p>{copies === "none" ? text("live.device-forbidden") : text("live.device-what", { copies })}</p>
        {copies !== "none" && keeps === false && <p>{text("live.device-is-off")}</p>}
        {copies !== "none" && keeps !== undefined && (
          <div className="actions">
            <button className="btn" type="button" onClick={() => void choose(!keeps)}>
              {text(keeps ? "live.device-off" : "live.device-on")}
            </button>
          </div>
        )}
      </div>
    </section>
  );
}
