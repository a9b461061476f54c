import { useEffect, useState } from "react";
import { Banner } from "./banner.tsx";
import { useServerNow } from "./server-clock.tsx";
import { useText } from "./text.tsx";

const MINUTE = 60_000;

/** Says when this device's clock is off, so that nobody trusts it. Nothing on a page is told from it. */
export function ClockSkew() {
  const text = useText();
  const now = useServerNow();
  const [rendered] = useState(now);
  const [minutes, setMinutes] = useState(0);
  useEffect(() => {
    // Until the first tick, how long the page took to arrive is still in it.
    if (now !== rendered) setMinutes(Math.round((Date.now() - now) / MINUTE));
  }, [now, rendered]);
  if (minutes === 0) return null;
  return (
    <Banner tone="neutral" icon="dial" state={text("ui.clock-skew")} more={text("ui.clock-skew-more")}>
      {text(minutes > 0 ? "ui.clock-fast" : "ui.clock-slow", { count: Math.abs(minutes) })}
    </Banner>
  );
}
