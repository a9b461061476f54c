import { Outlet, useLocation, useRouteLoaderData } from "react-router";
import type { PageKey } from "#app/content/messages/keys.ts";
import { now } from "#app/core/incident/now.ts";
import { summarize } from "#app/core/incident/summary.ts";
import type { Text } from "#app/core/shared/text.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ClockPill } from "#app/ui/clock-pill.tsx";
import { TitleFactsProvider } from "#app/ui/page-title.tsx";
import { ServerClockProvider } from "#app/ui/server-clock.tsx";
import { type NavItem, Shell } from "#app/ui/shell.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { ActKeyProvider } from "../act/act-key.tsx";
import { OpenedBanner } from "../frame/opened-banner.tsx";
import { pageKey } from "../frame/page-key.server.ts";
import { Recorded } from "../frame/recorded.tsx";
import type { loader as signedInLoader } from "../frame/signed-in.tsx";
import { ReadOnlyBanner } from "../frame/standing.tsx";
import { WitnessGate } from "../log/witness-gate.tsx";
import type { Route } from "./+types/incident";
import { clockView } from "./clock-view.server.ts";
import { seenIncident } from "./incident.server.ts";
import { SeverityMark } from "./severity.tsx";

/** The frame of every page of one incident. */
export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, incident, me, at, text } = await seenIncident(context, params);
  const { limits, approvalsForMe } = now(incident, me, at);
  const { codename, severity, done, total, team } = summarize(incident);
  return {
    ref: incident.ref,
    codename,
    severity,
    drill: incident.kind === "drill",
    closed: incident.closed !== undefined,
    onTeam: team.some(({ id }) => id === me),
    clocks: limits.map((limit) => clockView(limit, text)),
    aware: incident.becameAware[0]?.at,
    counts: { done, total, entries: incident.size, people: team.length, approvals: approvalsForMe.length },
    serverNow: house.clock().wall,
    key: pageKey(),
  };
}

export function shouldRevalidate() {
  return true;
}

export default function IncidentFrame({ loaderData }: Route.ComponentProps) {
  const { ref, codename, severity, drill, clocks, serverNow, key, counts, aware } = loaderData;
  const signedIn = useRouteLoaderData<typeof signedInLoader>("features/frame/signed-in");
  const { pathname } = useLocation();
  const text = useText();
  const base = `/i/${ref}`;
  const nav = navOf(base, pathname.slice(base.length), counts, text);
  const none = text(aware === undefined ? "frame.set-awareness" : "frame.no-deadline");
  return (
    <ServerClockProvider serverNow={serverNow}>
      <TitleFactsProvider
        value={{ place: codename.toUpperCase(), clocks, mark: drill ? text("frame.drill-mark") : undefined }}
      >
        <ActKeyProvider value={{ key, seen: counts.entries }}>
          <div className={drill ? "drill" : undefined}>
            <Shell
              place={{
                to: base,
                name: codename,
                mark: severity === null ? undefined : <SeverityMark severity={severity} brief />,
              }}
              pill={
                <ClockPill
                  to={aware === undefined ? `${base}/facts` : `${base}#clocks`}
                  clocks={clocks}
                  none={none}
                />
              }
              me={{ name: signedIn?.me.name ?? "", to: "/settings/account" }}
              navLabel={text("frame.incident")}
              nav={nav.rail}
              tabs={nav.tabs}
              skips={[
                { to: "#main", label: text("frame.skip-to-now") },
                { to: `${base}#clocks`, label: text("frame.skip-to-clocks") },
                { to: `${base}#log`, label: text("frame.skip-to-log") },
              ]}
              banners={<ModeBanners data={loaderData} readOnly={signedIn?.readOnly} />}
              status={<Recorded base={base} />}
            >
              <WitnessGate incident={ref}>
                <Outlet />
              </WitnessGate>
            </Shell>
          </div>
        </ActKeyProvider>
      </TitleFactsProvider>
    </ServerClockProvider>
  );
}

function ModeBanners({
  data,
  readOnly,
}: {
  data: Route.ComponentProps["loaderData"];
  readOnly: string | undefined;
}) {
  const text = useText();
  const rich = useRichText();
  return (
    <>
      {readOnly !== undefined && <ReadOnlyBanner why={readOnly} />}
      <OpenedBanner />
      {data.drill && (
        <Banner tone="drill" icon="drill" state={text("frame.drill")} more={text("frame.drill-more")}>
          {text("frame.drill-what")}
        </Banner>
      )}
      {data.closed && (
        <Banner tone="neutral" icon="check" state={text("frame.closed")}>
          {text("frame.closed-what")}
        </Banner>
      )}
      {!data.onTeam && (
        <Banner tone="neutral" icon="eye" state={text("frame.viewing")}>
          {rich("frame.viewing-what", {}, { join: (words) => <a href="#people">{words}</a> })}
        </Banner>
      )}
    </>
  );
}

interface Counts {
  readonly done: number;
  readonly total: number;
  readonly entries: number;
  readonly people: number;
  readonly approvals: number;
}

function navOf(
  base: string,
  page: string,
  counts: Counts,
  text: Text<PageKey>,
): { rail: readonly NavItem[]; tabs: readonly NavItem[] } {
  const item = (to: string, icon: NavItem["icon"], label: string, count?: React.ReactNode): NavItem => ({
    to: `${base}${to}`,
    icon,
    label,
    ...(count === undefined ? {} : { count }),
    current: to === "" ? page === "" || page === "/" : page.startsWith(to),
  });
  const steps: NavItem = {
    ...item(
      "/steps",
      "tracks",
      text("frame.tracks"),
      counts.total === 0 ? undefined : `${counts.done}/${counts.total}`,
    ),
    to: `${base}#tracks`,
  };
  const here = item("", "now", text("frame.now"));
  const log = item("/log", "log", text("frame.log"), counts.entries);
  const rail = [
    here,
    steps,
    item("/plan", "edit", text("frame.plan")),
    item("/facts", "file", text("frame.facts")),
    ...(counts.approvals > 0
      ? [item("/approvals", "diamond", text("frame.approvals"), counts.approvals)]
      : []),
    log,
    {
      ...item("/people", "people", text("frame.people"), counts.people),
      to: `${base}#people`,
      current: false,
    },
    item("/export", "save", text("frame.export")),
    { to: "/incidents", icon: "home" as const, label: text("frame.incidents"), current: false, apart: true },
    { to: "/settings", icon: "settings" as const, label: text("frame.settings"), current: false },
  ];
  return { rail, tabs: [here, steps, log, item("/more", "more", text("frame.more"))] };
}
