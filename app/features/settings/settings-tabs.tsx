import { Link, useLocation } from "react-router";

const TABS = [
  { to: "/settings", label: "Roles" },
  { to: "/settings/account", label: "Your account" },
  { to: "/settings/break-glass", label: "Break-glass" },
  { to: "/settings/log-key", label: "Log key" },
] as const;

/** Heads every page of the settings; only what exists is listed. */
export function SettingsTabs() {
  const { pathname } = useLocation();
  return (
    <nav className="tabs" aria-label="Settings">
      {TABS.map(({ to, label }) => (
        <Link key={to} to={to} aria-current={pathname === to ? "page" : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
