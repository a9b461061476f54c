import { createContext, use, useCallback, useEffect, useMemo, useState } from "react";
import { useLocation, useNavigation, useRevalidator } from "react-router";
import { connectionNow } from "#app/ui/connection.ts";
import { Icon } from "#app/ui/icon.tsx";
import { useText } from "#app/ui/text.tsx";
import type { Told } from "./follow.ts";
import type { Pulse } from "./pulse.server.ts";

interface Live {
  /** Who has the incident open now; undefined until the server has said it. */
  readonly here: ReadonlySet<string> | undefined;
  /** Newer than what the page was made from; undefined while nothing is. */
  readonly pulse: Pulse | undefined;
  /** Entries that others added since the page was made. */
  readonly fresh: number;
  readonly show: () => void;
}

const LiveContext = createContext<Live>({ here: undefined, pulse: undefined, fresh: 0, show: () => {} });

/** Entries come in bursts: clocks and people are asked for once. */
const GATHER_MS = 300;

interface LiveProviderProps {
  readonly base: string;
  /** Size of the log the page was made from. */
  readonly size: number;
  /** Its pages may be kept in the browser. */
  readonly onDevice: boolean;
  readonly children: React.ReactNode;
}

/**
 * Hears of what others do while a page of an incident is open. The page stays as it is, focus and scroll included,
 * until its reader asks for the new entries; an act of their own shows everything.
 */
export function LiveProvider({ base, size, onDevice, children }: LiveProviderProps) {
  const [told, setTold] = useState<Told>();
  const [pulse, setPulse] = useState<Pulse>();
  const { state } = useNavigation();
  const { revalidate, state: revalidation } = useRevalidator();
  useEffect(() => {
    let stop = () => {};
    let left = false;
    // Loaded after the page: nothing of it is needed to begin with.
    void import("./follow.ts").then(({ follow }) => {
      if (!left) stop = follow(`${base}/events`, setTold);
    });
    return () => {
      left = true;
      stop();
      setTold(undefined);
      setPulse(undefined);
    };
  }, [base]);
  const heard = told?.size ?? 0;
  const known = Math.max(size, pulse?.size ?? 0);
  useEffect(() => {
    if (heard <= known) return;
    const timer = setTimeout(() => void pulseAt(base).then((found) => found && setPulse(found)), GATHER_MS);
    return () => clearTimeout(timer);
  }, [base, heard, known]);
  const { pathname, search } = useLocation();
  useEffect(() => {
    if (onDevice) return;
    // It was kept while it might be.
    void import("../offline/keep-pages.ts").then(({ forgetPagesOf }) => forgetPagesOf(base));
  }, [onDevice, base]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page is kept anew when the log has grown under it
  useEffect(() => {
    if (!onDevice || connectionNow().down) return;
    let callOff = () => {};
    let left = false;
    void import("../offline/keep-pages.ts").then(({ keepPage }) => {
      if (!left) callOff = keepPage(pathname + search);
    });
    return () => {
      left = true;
      callOff();
    };
  }, [onDevice, pathname, search, size]);
  const show = useCallback(() => void revalidate(), [revalidate]);
  // While an act of one's own is under way the page is about to show everything anyway.
  const busy = state !== "idle" || revalidation !== "idle";
  const live = useMemo(
    () => ({
      here: told === undefined ? undefined : new Set(told.here),
      pulse: pulse !== undefined && pulse.size > size ? pulse : undefined,
      fresh: busy ? 0 : Math.max(0, heard - size),
      show,
    }),
    [told, pulse, size, busy, heard, show],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  return use(LiveContext);
}

/** "3 new entries: show", over the page without moving it. */
export function NewEntries() {
  const text = useText();
  const { fresh, show } = useLive();
  return (
    <div className="fresh" role="status">
      {fresh > 0 && (
        <button className="btn btn--sm" type="button" onClick={show}>
          <Icon name="log" />
          {text("live.new-entries", { count: fresh })}
        </button>
      )}
    </div>
  );
}

/** Undefined when it cannot be had now; the next entry asks again. */
async function pulseAt(base: string): Promise<Pulse | undefined> {
  try {
    const response = await fetch(`${base}/pulse`, { cache: "no-store" });
    const found: unknown = response.ok && !response.redirected ? await response.json() : undefined;
    return isPulse(found) ? found : undefined;
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

/** Our own server wrote it; a page of another build might not know it. */
function isPulse(value: unknown): value is Pulse {
  return (
    typeof value === "object" && value !== null && "size" in value && "clocks" in value && "members" in value
  );
}
