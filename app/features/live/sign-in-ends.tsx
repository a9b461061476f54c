import { useCallback, useEffect, useState } from "react";
import { useRouteLoaderData } from "react-router";
import { Banner } from "#app/ui/banner.tsx";
import { setConnection } from "#app/ui/connection.ts";
import { Moment } from "#app/ui/moment.tsx";
import { useServerNow } from "#app/ui/server-clock.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import type { loader as signedInLoader } from "../frame/signed-in.tsx";

interface End {
  readonly at: string;
  /** No act moves it. */
  readonly last: boolean;
}

/** Enough to finish a sentence. */
const WARN_MS = 2 * 60_000;

/** Two minutes before a sign-in ends by itself; any key goes on, unless it ends whatever happens. */
export function SignInEnds() {
  const text = useText();
  const rich = useRichText();
  const now = useServerNow();
  const loaded = useRouteLoaderData<typeof signedInLoader>("features/frame/signed-in")?.session;
  const [asked, setAsked] = useState<End>();
  const end = asked !== undefined && (loaded === undefined || asked.at > loaded.at) ? asked : loaded;
  const left = end === undefined ? Number.POSITIVE_INFINITY : Date.parse(end.at) - now;
  const soon = left <= WARN_MS;
  const over = left <= 0;
  const last = end?.last ?? false;
  const goOn = useCallback(() => void stayingUntil().then((found) => found && setAsked(found)), []);
  useEffect(() => {
    if (!soon || last || over) return;
    addEventListener("keydown", goOn, { once: true });
    return () => removeEventListener("keydown", goOn);
  }, [soon, last, over, goOn]);
  useEffect(() => {
    if (over) setConnection({ signedOut: true });
  }, [over]);
  if (end === undefined || !soon || over) return null;
  const when = <Moment at={end.at} show="clock" />;
  return (
    <Banner tone="warn" icon="alarm" state={text("live.sign-in-ends")} more={text("live.sign-in-ends-more")}>
      {last
        ? rich("live.sign-in-ends-at", { when })
        : rich(
            "live.any-key-goes-on",
            { when },
            {
              go: (words) => (
                <button className="linkish" type="button" onClick={goOn}>
                  {words}
                </button>
              ),
            },
          )}
    </Banner>
  );
}

/** Undefined when it can't be asked now: another key asks again. */
async function stayingUntil(): Promise<End | undefined> {
  try {
    const response = await fetch("/session", { cache: "no-store", redirect: "manual" });
    if (response.type === "opaqueredirect") setConnection({ signedOut: true });
    const found: unknown = response.ok ? await response.json() : undefined;
    return isEnd(found) ? found : undefined;
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

function isEnd(value: unknown): value is End {
  return typeof value === "object" && value !== null && "at" in value && "last" in value;
}
