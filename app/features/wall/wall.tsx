import { useEffect, useState } from "react";
import { useLocation } from "react-router";
import { type ClockState, clockState } from "#app/ui/clock-state.ts";
import { Countdown } from "#app/ui/countdown.tsx";
import { DueMoment } from "#app/ui/due-moment.tsx";
import { shortAge } from "#app/ui/duration.ts";
import { Icon, type IconName } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageTitle, TitleFactsProvider } from "#app/ui/page-title.tsx";
import { ServerClockProvider, useServerNow } from "#app/ui/server-clock.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { SeverityMark } from "../incidents/severity.tsx";
import type { Route } from "./+types/wall";
import { wallFor } from "./wall-for.server.ts";
import type { WallView } from "./wall-view.server.ts";

export function headers() {
  return { "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" };
}

export function loader({ context, params }: Route.LoaderArgs) {
  return wallFor(context, params.token);
}

const ASKED_EVERY_MS = 10_000;
const STALE_MS = 30_000;
const SHIFT_MS = 10 * 60_000;

/** A screen across the room. It shows and asks nothing; without JavaScript the whole page comes anew each minute. */
export default function Wall({ loaderData }: Route.ComponentProps) {
  const view = useNewest(loaderData);
  return (
    <ServerClockProvider serverNow={view.serverNow}>
      <TitleFactsProvider value={{ place: view.codename.toUpperCase(), clocks: view.clocks }}>
        <noscript>
          <meta httpEquiv="refresh" content="60" />
        </noscript>
        <Screen view={view} />
      </TitleFactsProvider>
    </ServerClockProvider>
  );
}

function useNewest(first: WallView): WallView {
  const [view, setView] = useState(first);
  const { pathname } = useLocation();
  useEffect(() => {
    const ask = () =>
      fetch(`${pathname}/now`).then(
        async (answer) => {
          if (answer.ok) setView(await answer.json());
          else if (answer.status === 404) location.reload();
        },
        () => undefined, // the screen says itself how old it is
      );
    const timer = setInterval(ask, ASKED_EVERY_MS);
    return () => clearInterval(timer);
  }, [pathname]);
  return view;
}

function Screen({ view }: { view: WallView }) {
  const text = useText();
  const rich = useRichText();
  const now = useServerNow();
  const shifted = Math.floor(now / SHIFT_MS) % 2 === 1;
  return (
    <main className={`wall${view.drill ? " drill" : ""}${shifted ? " wall--shifted" : ""}`}>
      <PageTitle name={text("wall.title")} />
      <header className="wall__head">
        <h1>{view.codename}</h1>
        {view.severity !== undefined && <SeverityMark severity={view.severity} />}
        {view.drill && <b>{text("frame.drill")}</b>}
        <AsOf at={view.serverNow} />
      </header>
      {view.open ? <Body view={view} /> : <p className="wall__step">{text("wall.no-open")}</p>}
      <footer className="wall__foot">
        {view.roles.map(({ role, name }) => (
          <span key={role}>
            {rich(
              "wall.role-holder",
              { role, name: name ?? text("wall.nobody") },
              { b: (words) => <b>{words}</b> },
            )}
          </span>
        ))}
        <span>
          {view.nextUpdate === undefined
            ? text("wall.next-update-not-set")
            : rich("wall.next-update", { when: <DueMoment at={view.nextUpdate} /> })}
        </span>
        <Checked checked={view.checked} />
      </footer>
    </main>
  );
}

/** What the server says of its own log; to be convinced, one verifies elsewhere. */
function Checked({ checked: { at, size, sound } }: Pick<WallView, "checked">) {
  const rich = useRichText();
  const when = <Moment at={at} show="clock" />;
  if (!sound) {
    return (
      <span className="wall__asof--stale">
        <Icon name="alarm" /> {rich("wall.not-verifying", { when })}
      </span>
    );
  }
  return (
    <span>
      <Icon name="check" /> {rich("wall.verified", { when, count: size })}
    </span>
  );
}

/** Old news says so within half a minute, in words and to screen readers. */
function AsOf({ at }: { at: number }) {
  const text = useText();
  const rich = useRichText();
  const age = useServerNow() - at;
  const when = <Moment at={new Date(at).toISOString()} show="second" />;
  const stale = age >= STALE_MS;
  return (
    <p className={stale ? "wall__asof wall__asof--stale" : "wall__asof"} role="status">
      {stale
        ? rich("wall.stale", { when, age: shortAge(Math.max(age / 1000, 60), text) })
        : rich("wall.as-of", { when })}
    </p>
  );
}

function Body({ view }: { view: WallView }) {
  const text = useText();
  return (
    <div className="wall__body">
      <section aria-labelledby="wall-now">
        <h2 id="wall-now">{text("wall.now")}</h2>
        <ul className="wall__tracks">
          {view.tracks.map((track) => (
            <li key={track.id}>
              <span>{track.title}</span>
              <b className="wall__step">{track.step}</b>
              <Who who={track.who} since={track.since} />
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="wall-clocks">
        <h2 id="wall-clocks">{text("wall.clocks")}</h2>
        {view.clocks.length === 0 && <p>{text("wall.no-clock")}</p>}
        {view.clocks.map((clock) => (
          <WallClock key={clock.name + clock.dueAt} clock={clock} />
        ))}
      </section>
    </div>
  );
}

function Who({ who, since }: { who: string | undefined; since: string | undefined }) {
  const text = useText();
  const now = useServerNow();
  if (who === undefined || since === undefined) return <span>{text("wall.nobody")}</span>;
  const age = shortAge((now - Date.parse(since)) / 1000, text);
  return <span>{text("wall.who-age", { name: who, age })}</span>;
}

const ICONS = { running: "dial", soon: "soon", over: "over" } as const satisfies Record<ClockState, IconName>;
const WORDS = { running: "ui.clock-running", soon: "ui.clock-soon", over: "ui.clock-over" } as const;

function WallClock({ clock }: { clock: WallView["clocks"][number] }) {
  const text = useText();
  const state = clockState(clock, useServerNow());
  return (
    <div className={`wall__clock wall__clock--${state}`}>
      <p>
        <Icon name={ICONS[state]} /> {text(WORDS[state])} · {clock.name}
      </p>
      <p className="wall__time">
        <Countdown due={clock.due} />
      </p>
      <p>
        <DueMoment at={clock.dueAt} />
      </p>
    </div>
  );
}
