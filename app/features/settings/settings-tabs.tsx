import { Link, useLocation } from "react-router";
import { useText } from "#app/ui/text.tsx";

const TABS = [
  { to: "/settings", label: "settings.roles" },
  { to: "/settings/account", label: "settings.your-account" },
  { to: "/settings/reading", label: "settings.reading" },
  { to: "/settings/break-glass", label: "settings.break-glass" },
  { to: "/settings/log-key", label: "settings.log-key" },
] as const;

/** Heads every page of the settings; only what exists is listed. */
export function SettingsTabs() {
  const text = useText();
  const { pathname } = useLocation();
  return (
    <nav className="tabs" aria-label={text("settings.title")}>
      {TABS.map(({ to, label }) => (
        <Link key={to} to={to} aria-current={pathname === to ? "page" : undefined}>
          {text(label)}
        </Link>
      ))}
    </nav>
  );
}
