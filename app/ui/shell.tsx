import { useEffect, useRef } from "react";
import { Link, useLocation, useNavigation } from "react-router";
import { Hotkey, hotkeyOf } from "./hotkey.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { Moment } from "./moment.tsx";
import { useSaveState, useWaiting } from "./save-state.ts";
import { useServerNow } from "./server-clock.tsx";
import { useRichText, useText } from "./text.tsx";

export interface NavItem {
  readonly to: string;
  readonly icon: IconName;
  readonly label: string;
  /** A count, or another short fact, at the end. */
  readonly count?: React.ReactNode;
  readonly current: boolean;
  /** The key that goes there. */
  readonly hotkey?: string;
  /** A line is drawn before it. */
  readonly apart?: boolean;
}

export interface ShellProps {
  /** Where the bar's heading leads, and what it says. */
  readonly place: { readonly to: string; readonly name: string; readonly mark?: React.ReactNode };
  readonly pill: React.ReactNode;
  readonly me: { readonly name: string; readonly to: string };
  readonly navLabel: string;
  readonly nav: readonly NavItem[];
  /** Phone: four at most. */
  readonly tabs: readonly NavItem[];
  readonly skips: readonly { readonly to: string; readonly label: string }[];
  readonly banners?: React.ReactNode;
  /** What the last act did: announced, and shown at the top of the page. */
  readonly status?: React.ReactNode;
  readonly children: React.ReactNode;
}

export function Shell(props: ShellProps) {
  const text = useText();
  const main = useMainFocus();
  return (
    <>
      <nav className="skips" aria-label={text("ui.skip")}>
        {props.skips.map((skip) => (
          <a key={skip.to} href={skip.to}>
            {skip.label}
          </a>
        ))}
      </nav>
      <header className="bar">
        <div className="bar__in">
          <Link className="bar__brand" to="/incidents">
            <Icon name="brand" />
            Sangfroid
          </Link>
          <Link className="bar__inc" to={props.place.to}>
            <span className="bar__code">{props.place.name}</span>
            {props.place.mark}
          </Link>
          {props.pill}
          <div className="bar__end">
            <SaveStateLine />
            <Link className="btn bar__find" to="/search" data-palette>
              <Icon name="find" />
              {text("ui.find")}
              <span aria-hidden="true">
                <kbd>Ctrl K</kbd>
              </span>
            </Link>
            <Link className="bar__me" to={props.me.to}>
              <Avatar name={props.me.name} />
              <span className="bar__me-name" aria-hidden="true">
                {props.me.name.split(" ")[0]}
              </span>
              <span className="sr">{text("ui.your-account", { name: props.me.name })}</span>
            </Link>
          </div>
        </div>
        {props.banners}
      </header>
      <div className="frame">
        <nav className="rail" aria-label={props.navLabel}>
          {props.nav.map((item) => (
            <RailLink key={item.label} item={item} />
          ))}
        </nav>
        <main id="main" tabIndex={-1} ref={main}>
          <div role="status" className="said">
            {props.status}
          </div>
          {props.children}
          <AsOf />
        </main>
      </div>
      <nav className="tabbar" aria-label={text("ui.quick")}>
        {props.tabs.map((item) => (
          <Link key={item.label} to={item.to} aria-current={item.current ? "page" : undefined}>
            <Icon name={item.icon} />
            <span>{item.label}</span>
          </Link>
        ))}
      </nav>
    </>
  );
}

/** Nothing when there is nothing to say; at most two words on a phone. */
function SaveStateLine() {
  const text = useText();
  const rich = useRichText();
  const saving = useNavigation().formMethod === "POST";
  const state = useSaveState();
  const waiting = useWaiting();
  if (waiting > 0 && state.kind !== "not-saved") {
    const tags = { wide: (words: React.ReactNode) => <span className="wide">{words}</span> };
    return (
      <p className="bar__save" role="status">
        {rich("live.waiting-count", { count: waiting }, tags)}
      </p>
    );
  }
  return (
    <p className="bar__save" role="status">
      {saving ? (
        text("ui.saving")
      ) : state.kind === "not-saved" ? (
        <a href={`#${state.at}`}>{text("ui.not-saved")}</a>
      ) : (
        state.kind !== "idle" && text(`ui.${state.kind}`)
      )}
    </p>
  );
}

/** Without JavaScript no clock ticks: the page says of which moment it is. */
function AsOf() {
  const rich = useRichText();
  const now = new Date(useServerNow()).toISOString();
  return (
    <noscript>
      <p className="sm muted">{rich("ui.as-of", { when: <Moment at={now} show="second" /> })}</p>
    </noscript>
  );
}

/** A new page in the same document is announced by the focus moving to it, as a new document would be. */
function useMainFocus() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    const first = main.current?.querySelector<HTMLElement>("[data-first]") ?? main.current;
    first?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}

function RailLink({ item }: { item: NavItem }) {
  return (
    <>
      {item.apart && <hr />}
      <Link to={item.to} aria-current={item.current ? "page" : undefined} {...hotkeyOf(item.hotkey)}>
        <Icon name={item.icon} />
        {item.label}
        <Hotkey of={item.hotkey} />
        {item.count !== undefined && <span className="rail__n">{item.count}</span>}
      </Link>
    </>
  );
}

/** Initials in a circle, or a gap to be filled. Hidden from screen readers: the name stands beside it. */
export function Avatar({ name }: { name?: string }) {
  if (name === undefined) {
    return (
      <span className="avatar avatar--none" aria-hidden="true">
        ?
      </span>
    );
  }
  const initials = name
    .split(/\s+/)
    .map((part) => Array.from(part)[0] ?? "")
    .filter((letter) => letter !== "");
  const shown = initials.length > 1 ? `${initials[0]}${initials.at(-1)}` : (initials[0] ?? "?");
  return (
    <span className="avatar" aria-hidden="true">
      {shown.toUpperCase()}
    </span>
  );
}
