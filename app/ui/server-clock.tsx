import { createContext, use, useEffect, useState } from "react";

// Time on a page is the server's: the moment the loader answered, plus what this browser measured
// since. The device's own clock is never read.

const ServerClock = createContext(0);

/** When the answer with the server's time reached this page, in `performance.now()` milliseconds. */
function receivedAt(): number {
  const [navigation] = performance.getEntriesByType("navigation");
  if (navigation instanceof PerformanceNavigationTiming && !hydrated) return navigation.responseStart;
  return performance.now();
}
let hydrated = false;

/** `serverNow` is in milliseconds since 1970. Ticks each second while the page is visible. */
export function ServerClockProvider({
  serverNow,
  children,
}: {
  serverNow: number;
  children: React.ReactNode;
}) {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const start = receivedAt();
    hydrated = true;
    const tick = () => {
      if (!document.hidden) setNow(serverNow + performance.now() - start);
    };
    tick();
    const timer = setInterval(tick, 1000);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [serverNow]);
  return <ServerClock value={now}>{children}</ServerClock>;
}

export function useServerNow(): number {
  return use(ServerClock);
}
