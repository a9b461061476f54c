import { Link, useRouteLoaderData } from "react-router";
import { Banner } from "#app/ui/banner.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import type { loader as signedInLoader } from "./signed-in.tsx";

/** Over every page of an administrator, until they say that they have seen that an account was opened. */
export function OpenedBanner() {
  const text = useText();
  const rich = useRichText();
  const opened = useRouteLoaderData<typeof signedInLoader>("features/frame/signed-in")?.opened ?? [];
  const [newest] = opened;
  if (newest === undefined) return null;
  const { account, second, at } = newest;
  return (
    <Banner
      tone="warn"
      icon="alarm"
      state={text("frame.opened")}
      more={rich("frame.opened-more", { second, when: <Moment at={at} /> })}
    >
      {rich(
        "frame.opened-what",
        { account },
        { look: (words) => <Link to="/settings/break-glass">{words}</Link> },
      )}
    </Banner>
  );
}
