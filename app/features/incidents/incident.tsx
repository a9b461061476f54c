import { Outlet, useLocation, useRouteLoaderData } from "react-router";
import { summarize } from "#app/core/incident/summary.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { mayKeep } from "#app/server/device-copies.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ClockPill } from "#app/ui/clock-pill.tsx";
import { ClockSkew } from "#app/ui/clock-skew.tsx";
import { TitleFactsProvider } from "#app/ui/page-title.tsx";
import { PrintFoot } from "#app/ui/print-foot.tsx";
import { ServerClockProvider } from "#app/ui/server-clock.tsx";
import { Shell } from "#app/ui/shell.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { ActKeyProvider } from "../act/act-key.tsx";
import { ErasureBanners } from "../erasure/erasure-banners.tsx";
import { erasureNotices } from "../erasure/erasure-view.server.ts";
import { OpenedBanner } from "../frame/opened-banner.tsx";
import { pageKey } from "../frame/page-key.server.ts";
import { Recorded } from "../frame/recorded.tsx";
import { deviceCopiesContext, signedInContext } from "../frame/signed-in.server.ts";
import type { loader as signedInLoader } from "../frame/signed-in.tsx";
import { ReadOnlyBanner } from "../frame/standing.tsx";
import { Keys } from "../keys/keys.tsx";
import { ConnectionBanners } from "../live/connection-banners.tsx";
import { LiveProvider, NewEntries, useLive } from "../live/live.tsx";
import { WitnessGate } from "../log/witness-gate.tsx";
import { AccessBanners } from "../people/access-banners.tsx";
import { letInsOf } from "../people/team-view.server.ts";
import type { Route } from "./+types/incident";
import { rootOf, seenIncident } from "./incident.server.ts";
import { incidentNav } from "./incident-nav.ts";
import { nowRead } from "./now-view.server.ts";
import { SeverityMark } from "./severity.tsx";
import { urgentClocks } from "./urgent-clocks.server.ts";

/** The frame of every page of one incident. */
export async function loader({ context, params }: Route.LoaderArgs) {
  const seen = await seenIncident(context, params);
  const { house, incident, me, at, text } = seen;
  const actor = actorOf(context.get(signedInContext));
  const { limits, approvalsForMe } = nowRead(seen);
  const { codename, severity, done, total, team } = summarize(incident);
  return {
    ref: incident.ref,
    codename,
    severity,
    drill: incident.kind === "drill",
    onDevice: mayKeep(context.get(deviceCopiesContext), { restricted: incident.restricted !== undefined }),
    closed: incident.closed !== undefined,
    onTeam: team.some(({ id }) => id === me),
    restricted: incident.restricted !== undefined,
    letIns: letInsOf(incident, at, text),
    held: incident.hold !== undefined,
    erasures: erasureNotices(incident, at),
    clocks: await urgentClocks(house, actor, incident, limits, text),
    aware: incident.becameAware[0]?.at,
    counts: { done, total, entries: incident.size, people: team.length, approvals: approvalsForMe.length },
    root: await rootOf(house, incident),
    serverNow: house.clock().wall,
    key: pageKey(),
  };
}

export function shouldRevalidate() {
  return true;
}

export default function IncidentRoute({ loaderData }: Route.ComponentProps) {
  return (
    <LiveProvider
      base={`/i/${loaderData.ref}`}
      size={loaderData.counts.entries}
      onDevice={loaderData.onDevice}
    >
      <IncidentFrame loaderData={loaderData} />
    </LiveProvider>
  );
}

function IncidentFrame({ loaderData }: Pick<Route.ComponentProps, "loaderData">) {
  const { ref, codename, severity, drill, closed, serverNow, key, counts, aware, onDevice, root } =
    loaderData;
  const signedIn = useRouteLoaderData<typeof signedInLoader>("features/frame/signed-in");
  const { pathname } = useLocation();
  const text = useText();
  const { pulse } = useLive();
  const clocks = pulse?.clocks ?? loaderData.clocks;
  const approvals = pulse?.approvals ?? counts.approvals;
  const base = `/i/${ref}`;
  const nav = incidentNav(base, pathname.slice(base.length), { ...counts, approvals }, text);
  const none = text(aware === undefined && !closed ? "frame.set-awareness" : "frame.no-deadline");
  return (
    <ServerClockProvider serverNow={serverNow}>
      <TitleFactsProvider
        value={{ place: codename.toUpperCase(), clocks, mark: drill ? text("frame.drill-mark") : undefined }}
      >
        <ActKeyProvider value={{ key, seen: counts.entries, onDevice }}>
          <div className={drill ? "drill" : undefined}>
            <Shell
              place={{
                to: base,
                name: codename,
                mark: severity === null ? undefined : <SeverityMark severity={severity} brief />,
              }}
              pill={
                <ClockPill
                  to={clocks.length === 0 && aware === undefined ? `${base}/facts` : `${base}#clocks`}
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
              <PrintFoot codename={codename} size={counts.entries} root={root} />
            </Shell>
            <Keys base={base} letters={signedIn?.singleKeys ?? true} />
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
      <ConnectionBanners />
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
      <AccessBanners base={`/i/${data.ref}`} restricted={data.restricted} letIns={data.letIns} />
      <ErasureBanners base={`/i/${data.ref}`} held={data.held} erasures={data.erasures} />
      {!data.onTeam && (
        <Banner tone="neutral" icon="eye" state={text("frame.viewing")}>
          {rich("frame.viewing-what", {}, { join: (words) => <a href={`/i/${data.ref}#people`}>{words}</a> })}
        </Banner>
      )}
      <ClockSkew />
      <NewEntries />
    </>
  );
}
