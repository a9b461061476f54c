import { Outlet, useLocation, useRouteLoaderData } from "react-router";
import { appContext } from "#app/server/context.ts";
import { instantOf } from "#app/server/log/clock.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { ClockPill } from "#app/ui/clock-pill.tsx";
import { ClockSkew } from "#app/ui/clock-skew.tsx";
import { TitleFactsProvider } from "#app/ui/page-title.tsx";
import { ServerClockProvider } from "#app/ui/server-clock.tsx";
import { type NavItem, Shell } from "#app/ui/shell.tsx";
import { useText } from "#app/ui/text.tsx";
import { ActKeyProvider } from "../act/act-key.tsx";
import { Keys } from "../keys/keys.tsx";
import { ChangedIncidents } from "../live/changed-incidents.tsx";
import { ConnectionBanners } from "../live/connection-banners.tsx";
import { WitnessGate } from "../log/witness-gate.tsx";
import type { Route } from "./+types/desk";
import { clocksElsewhere } from "./clocks-elsewhere.server.ts";
import { mostUrgent } from "./most-urgent.server.ts";
import { OpenedBanner } from "./opened-banner.tsx";
import { pageKey } from "./page-key.server.ts";
import type { loader as signedInLoader } from "./signed-in.tsx";
import { ReadOnlyBanner } from "./standing.tsx";

/** The frame of pages that belong to no one incident. Its pill shows the most urgent limit of all. */
export async function loader({ context }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const text = textIn(context);
  const { shown, count } = await mostUrgent(context);
  const reading = house.clock();
  const { coming, late, first } = clocksElsewhere(shown, instantOf(reading), text);
  return {
    clocks: coming,
    late,
    first,
    open: count,
    serverNow: reading.wall,
    key: pageKey(),
  };
}

export function shouldRevalidate() {
  return true;
}

export default function Desk({ loaderData }: Route.ComponentProps) {
  const { clocks, late, first, open, serverNow, key } = loaderData;
  const signedIn = useRouteLoaderData<typeof signedInLoader>("features/frame/signed-in");
  const { pathname } = useLocation();
  const text = useText();
  const settings = pathname.startsWith("/settings");
  const nav: NavItem[] = [
    {
      to: "/incidents",
      icon: "home",
      label: text("frame.incidents"),
      count: open,
      current: pathname.startsWith("/incidents"),
    },
    { to: "/search", icon: "find", label: text("ui.find"), current: pathname === "/search" },
    { to: "/settings", icon: "settings", label: text("frame.settings"), current: settings },
  ];
  return (
    <ServerClockProvider serverNow={serverNow}>
      <TitleFactsProvider value={{ place: undefined, clocks, late }}>
        <ActKeyProvider value={{ key, seen: undefined, onDevice: signedIn?.copies ?? false }}>
          <Shell
            place={{ to: "/incidents", name: text("frame.all-incidents") }}
            pill={
              <ClockPill
                to={first === undefined ? "/incidents" : `/i/${first}#clocks`}
                clocks={clocks}
                late={late}
                none={text("frame.no-deadline")}
              />
            }
            me={{ name: signedIn?.me.name ?? "", to: "/settings/account" }}
            navLabel={text("frame.main")}
            nav={nav}
            tabs={nav}
            skips={[{ to: "#main", label: text("frame.skip-to-page") }]}
            banners={
              <>
                <ConnectionBanners />
                {signedIn?.readOnly !== undefined && <ReadOnlyBanner why={signedIn.readOnly} />}
                <OpenedBanner />
                <ClockSkew />
                <ChangedIncidents />
              </>
            }
          >
            <WitnessGate>
              <Outlet />
            </WitnessGate>
          </Shell>
          <Keys letters={signedIn?.singleKeys ?? true} />
        </ActKeyProvider>
      </TitleFactsProvider>
    </ServerClockProvider>
  );
}
