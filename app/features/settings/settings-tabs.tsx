import { Link, useLocation, useRouteLoaderData } from "react-router";
import type { PageKey } from "#app/content/messages/keys.ts";
import type { InstallationRole } from "#app/core/incident/permission.ts";
import { Tabs } from "#app/ui/tabs.tsx";
import { useText } from "#app/ui/text.tsx";
import type { loader as signedInLoader } from "../frame/signed-in.tsx";

const TABS = [
  { to: "/settings/people", label: "people.title", for: ["administrator"] },
  { to: "/settings", label: "settings.roles" },
  { to: "/settings/account", label: "settings.your-account" },
  { to: "/settings/reading", label: "settings.reading" },
  { to: "/settings/break-glass", label: "settings.break-glass" },
  { to: "/settings/let-in", label: "people.let-in-title", for: ["administrator", "member"] },
  { to: "/settings/devices", label: "settings.devices", for: ["administrator"] },
  { to: "/settings/log-key", label: "settings.log-key" },
  { to: "/settings/log", label: "settings.log-title", for: ["administrator"] },
] as const satisfies readonly Tab[];

interface Tab {
  readonly to: string;
  readonly label: PageKey;
  /** Installation roles that find something there; all of them without it. */
  readonly for?: readonly InstallationRole[];
}

/** Heads every page of the settings; only what exists is listed. */
export function SettingsTabs() {
  const text = useText();
  const { pathname } = useLocation();
  const role = useRouteLoaderData<typeof signedInLoader>("features/frame/signed-in")?.me.role;
  const shown = TABS.filter(
    (tab: Tab) => tab.for === undefined || (role !== undefined && tab.for.includes(role)),
  );
  return (
    <Tabs name={text("settings.title")} current={pathname}>
      {shown.map(({ to, label }) => (
        <Link key={to} to={to} aria-current={pathname === to ? "page" : undefined}>
          {text(label)}
        </Link>
      ))}
    </Tabs>
  );
}
