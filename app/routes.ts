import { index, layout, type RouteConfig, route } from "@react-router/dev/routes";

// Pages with the bar and a rail go under desk or incident; what has no page of its own goes under signed-in.
export default [
  index("features/incidents/home.ts"),
  route("setup", "features/setup/set-up.tsx"),
  route("signin", "features/sign-in/sign-in.tsx"),
  route("signin/recovery", "features/sign-in/recovery.tsx"),
  route("signin/link", "features/sign-in/link.tsx"),
  route("signin/provider", "features/sign-in/provider.ts"),
  route("signin/provider/back", "features/sign-in/provider-back.ts"),
  route("signout", "features/sign-in/sign-out.ts"),
  route("messages/:file", "features/frame/messages.ts"),
  route("language", "features/frame/language.ts"),

  layout("features/frame/signed-in.tsx", [
    route("log/checkpoint", "features/log/installation-checkpoint.ts"),
    route("log/consistency", "features/log/installation-consistency.ts"),
    route("reauth", "features/sign-in/reauth.tsx"),
    route("log/vkey", "features/log/installation-vkey.ts"),
    route("i/:ref/checkpoint", "features/log/checkpoint.ts"),
    route("i/:ref/consistency", "features/log/consistency.ts"),
    route("i/:ref/vkey", "features/log/vkey.ts"),
    route("i/:ref/entries", "features/log/entries.ts"),
    route("i/:ref/bundle", "features/log/bundle.ts"),
    route("i/:ref/receipts/:seq", "features/log/receipt.ts"),
    route("i/:ref/evidence/:seq", "features/steps/evidence-download.ts"),

    layout("features/frame/desk.tsx", [
      route("incidents", "features/incidents/board.tsx"),
      route("incidents/new", "features/incidents/declare.tsx"),
      route("i/:ref/check", "features/log/check.tsx"),
      route("settings", "features/settings/settings.tsx"),
      route("settings/account", "features/settings/account.tsx"),
      route("settings/log-key", "features/settings/log-key.tsx"),
    ]),

    route("i/:ref", "features/incidents/incident.tsx", [
      index("features/incidents/room.tsx"),
      route("settings/account/password", "features/settings/password.tsx"),
      route("settings/account/passkey", "features/settings/passkey.tsx"),
      route("settings/account/two-step", "features/settings/two-step.tsx"),
      route("settings/account/recovery-codes", "features/settings/recovery-codes.tsx"),
      route("settings/break-glass", "features/settings/break-glass.tsx"),
      route("verify", "features/log/verify.tsx"),
      route("export", "features/log/export.tsx"),
      route("steps/:step", "features/steps/step.tsx"),
      route("facts", "features/incidents/facts.tsx"),
      route("plan", "features/incidents/plan.tsx"),
      route("approvals", "features/incidents/approvals.tsx"),
      route("close", "features/incidents/close.tsx"),
      route("more", "features/incidents/more.tsx"),
      route("log", "features/log/log.tsx"),
      route("log/:seq/correct", "features/log/correct.tsx"),
    ]),
  ]),
] satisfies RouteConfig;
