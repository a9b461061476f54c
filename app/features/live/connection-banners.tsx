import { lazy, Suspense } from "react";
import { useLocation, useRouteLoaderData } from "react-router";
import { Banner } from "#app/ui/banner.tsx";
import { useConnection } from "#app/ui/connection.ts";
import { Moment } from "#app/ui/moment.tsx";
import { useWaiting } from "#app/ui/save-state.ts";
import { useServerNow } from "#app/ui/server-clock.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import type { loader as signedInLoader } from "../frame/signed-in.tsx";

/** Loaded when it is needed. */
const SignInEnds = lazy(async () => ({ default: (await import("./sign-in-ends.tsx")).SignInEnds }));
/** Enough to finish a sentence, and a moment to load the words. */
const SOON_MS = 2 * 60_000 + 5000;

/** Before all other banners: the server can't be reached, or knows this browser no more. */
export function ConnectionBanners() {
  const text = useText();
  const rich = useRichText();
  const { pathname, search } = useLocation();
  const { down, signedOut, heardAt } = useConnection();
  const waiting = useWaiting();
  const now = useServerNow();
  const end = useRouteLoaderData<typeof signedInLoader>("features/frame/signed-in")?.session.at;
  const soon = end !== undefined && Date.parse(end) - now < SOON_MS;
  if (signedOut) {
    const signIn = `/signin?${new URLSearchParams({ to: pathname + search })}`;
    return (
      <Banner tone="warn" icon="alarm" state={text("live.signed-out")} more={text("live.signed-out-more")}>
        {rich("live.signed-out-what", {}, { in: (words) => <a href={signIn}>{words}</a> })}
      </Banner>
    );
  }
  if (!down) {
    return (
      soon && (
        <Suspense>
          <SignInEnds />
        </Suspense>
      )
    );
  }
  return (
    <Banner tone="warn" icon="offline" state={text("live.offline")} more={text("live.offline-more")}>
      {heardAt === undefined
        ? text("live.offline-what")
        : rich("live.last-synced", { when: <Moment at={new Date(heardAt).toISOString()} show="second" /> })}
      {waiting > 0 && (
        <>
          {" "}
          <a href="#queued">{text("live.see-what-waits")}</a>
        </>
      )}
    </Banner>
  );
}
