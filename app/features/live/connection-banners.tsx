import { useLocation } from "react-router";
import { Banner } from "#app/ui/banner.tsx";
import { useConnection } from "#app/ui/connection.ts";
import { Moment } from "#app/ui/moment.tsx";
import { useWaiting } from "#app/ui/save-state.ts";
import { useRichText, useText } from "#app/ui/text.tsx";
import { SignInEnds } from "./sign-in-ends.tsx";

/** Before all other banners: the server can't be reached, or knows this browser no more. */
export function ConnectionBanners() {
  const text = useText();
  const rich = useRichText();
  const { pathname, search } = useLocation();
  const { down, signedOut, heardAt } = useConnection();
  const waiting = useWaiting();
  if (signedOut) {
    const signIn = `/signin?${new URLSearchParams({ to: pathname + search })}`;
    return (
      <Banner tone="warn" icon="alarm" state={text("live.signed-out")} more={text("live.signed-out-more")}>
        {rich("live.signed-out-what", {}, { in: (words) => <a href={signIn}>{words}</a> })}
      </Banner>
    );
  }
  if (!down) return <SignInEnds />;
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
