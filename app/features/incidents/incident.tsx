import { Outlet, useLocation, useRouteLoaderData } from "react-router";
import { now } from "#app/core/incident/now.ts";
import { summarize } from "#app/core/incident/summary.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ClockPill } from "#app/ui/clock-pill.tsx";
import { TitleFactsProvider } from "#app/ui/page-title.tsx";
import { ServerClockProvider } from "#app/ui/server-clock.tsx";
import { type NavItem, Shell } from "#app/ui/shell.tsx";
import { ActKeyProvider } from "../act/act-key.tsx";
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
  const { house, incident, me, at } = await seenIncident(context, params);
  const { limits, approvalsForMe } = now(incident, me, at);
  const { codename, severity, done, total, team } = summarize(incident);
  return {
    ref: incident.ref,
    codename,
    severity,
    drill: incident.kind === "drill",
    closed: incident.closed !== undefined,
    onTeam: team.some(({ id }) => id === me),
    clocks: limits.map(clockView),
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
  const base = `/i/${ref}`;
  const nav = navOf(base, pathname.slice(base.length), counts);
  const none = aware === undefined ? "Set when we became aware" : "No deadline running";
  return (
    <ServerClockProvider serverNow={serverNow}>
      <TitleFactsProvider value={{ place: codename.toUpperCase(), clocks, prefix: drill ? "[Drill] " : "" }}>
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
              navLabel="Incident"
              nav={nav.rail}
              tabs={nav.tabs}
              skips={[
                { to: "#main", label: "Skip to Now" },
                { to: `${base}#clocks`, label: "Skip to clocks" },
                { to: `${base}#log`, label: "Skip to log" },
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
  return (
    <>
      {readOnly !== undefined && <ReadOnlyBanner why={readOnly} />}
      {data.drill && (
        <Banner tone="drill" icon="drill" state="Drill" more="It is kept apart from real incidents.">
          Nothing here leaves the building.
        </Banner>
      )}
      {data.closed && (
        <Banner tone="neutral" icon="check" state="Closed">
          It can be reopened; nothing is lost.
        </Banner>
      )}
      {!data.onTeam && (
        <Banner tone="neutral" icon="eye" state="Viewing only">
          You are not on this team. <a href="#people">Join it</a> to act.
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
): { rail: readonly NavItem[]; tabs: readonly NavItem[] } {
  const item = (to: string, icon: NavItem["icon"], label: string, count?: React.ReactNode): NavItem => ({
    to: `${base}${to}`,
    icon,
    label,
    ...(count === undefined ? {} : { count }),
    current: to === "" ? page === "" || page === "/" : page.startsWith(to),
  });
  const steps: NavItem = {
    ...item("/steps", "tracks", "Tracks", counts.total === 0 ? undefined : `${counts.done}/${counts.total}`),
    to: `${base}#tracks`,
  };
  const here = item("", "now", "Now");
  const log = item("/log", "log", "Log", counts.entries);
  const rail = [
    here,
    steps,
    item("/plan", "edit", "Plan"),
    item("/facts", "file", "Facts"),
    ...(counts.approvals > 0 ? [item("/approvals", "diamond", "Approvals", counts.approvals)] : []),
    log,
    { ...item("/people", "people", "People", counts.people), to: `${base}#people`, current: false },
    item("/export", "save", "Export"),
    { to: "/incidents", icon: "home" as const, label: "Incidents", current: false, apart: true },
    { to: "/settings", icon: "settings" as const, label: "Settings", current: false },
  ];
  return { rail, tabs: [here, steps, log, item("/more", "more", "More")] };
}
