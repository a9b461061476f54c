import { createContext, use, useEffect, useState } from "react";
import { useRevalidator } from "react-router";

// Time on a page is the server's: the moment the loader answered, plus what this browser measured
// since. The device's own clock is only watched for jumps: a device that slept did not measure.

const ServerClock = createContext(0);

/** When the answer with the server's time reached this page, in `performance.now()` milliseconds. */
function receivedAt(): number {
  // A page that was kept on the device and is shown without a connection says when the server made it.
  const kept = Number(document.documentElement.dataset.kept);
  if (kept > 0 && !hydrated) return performance.now() - (Date.now() - kept);
  const [navigation] = performance.getEntriesByType("navigation");
  if (navigation instanceof PerformanceNavigationTiming && !hydrated) return navigation.responseStart;
  return performance.now();
}
let hydrated = false;

const JUMP_MS = 5000;

/** What to add to `performance.now()` to have the server's time; undefined before a page is hydrated. */
let offset: number | undefined;

/** The server's time as this browser knows it, in milliseconds since 1970. Only after a page is hydrated. */
export function serverTime(): number {
  return (offset ?? Date.now() - performance.now()) + performance.now();
}

/** `serverNow` is in milliseconds since 1970. Ticks each second while the page is visible. */
export function ServerClockProvider({
  serverNow,
  children,
}: {
  serverNow: number;
  children: React.ReactNode;
}) {
  const [now, setNow] = useState(serverNow);
  const { revalidate } = useRevalidator();
  useEffect(() => {
    const start = receivedAt();
    hydrated = true;
    offset = serverNow - start;
    let skew = Date.now() - performance.now();
    const tick = () => {
      if (document.hidden) return;
      setNow(serverNow + performance.now() - start);
      const skewNow = Date.now() - performance.now();
      if (Math.abs(skewNow - skew) < JUMP_MS) return;
      skew = skewNow;
      void revalidate();
    };
    tick();
    const timer = setInterval(tick, 1000);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [serverNow, revalidate]);
  return <ServerClock value={now}>{children}</ServerClock>;
}

export function useServerNow(): number {
  return use(ServerClock);
}
