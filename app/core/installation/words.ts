import type messages from "#app/content/messages/en/installation.json";
import type { Entry } from "#app/core/incident/entry.ts";
import type { Text } from "#app/core/shared/text.ts";

// Entries of the installation's own log in words: what was done to people, ways in, settings and the log itself.

type InstallationKey = keyof typeof messages;
type Say = Text<InstallationKey>;

export type ActKind = "people" | "sign-in" | "settings" | "log";

export interface InstallationWords {
  readonly kind: ActKind;
  readonly summary: string;
  /** A name, an address or a reason, as it was typed. */
  readonly quoted: string | undefined;
}

/** `nameOf` tells what a person is called; for an id it does not know, the id. */
export function installationWords(
  entry: Entry,
  nameOf: (id: string) => string,
  text: Say,
): InstallationWords {
  const erased = text("installation.erased");
  const given = (field: string): string | undefined => {
    const value = entry.f[field];
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  };
  const f = (field: string) => given(field) ?? erased;
  const name = nameOf(entry.on.id);
  const people = (summary: string, quoted?: string) => ({ kind: "people", summary, quoted }) as const;
  const signIn = (summary: string, quoted?: string) => ({ kind: "sign-in", summary, quoted }) as const;
  const settings = (summary: string, quoted?: string) => ({ kind: "settings", summary, quoted }) as const;
  const log = (summary: string, quoted?: string) => ({ kind: "log", summary, quoted }) as const;
  switch (entry.act) {
    case "person-named":
      return people(text("installation.person-named", { name: f("name") }));
    case "person-added":
      return people(text("installation.person-added", { name: f("name"), role: f("role") }), f("email"));
    case "person-renamed":
      return people(text("installation.person-renamed"), f("name"));
    case "person-role-set":
      return people(text("installation.person-role-set", { name, role: f("role"), before: f("before") }));
    case "person-deactivated":
      return people(text("installation.person-deactivated", { name }), f("because"));
    case "person-reactivated":
      return people(text("installation.person-reactivated", { name }));
    case "invitation-made":
      return people(
        text("installation.invitation-made", { role: f("role"), until: moment(f("expiresAt")) }),
        f("email"),
      );
    case "invitation-withdrawn":
      return people(text("installation.invitation-withdrawn"));
    case "invitation-used":
      return people(text("installation.invitation-used", { name: nameOf(f("person")) }));
    case "let-in-asked":
      return people(text("installation.let-in-asked", { name, second: nameOf(f("second")) }));
    case "password-changed":
      return signIn(text("installation.password-changed", { name }));
    case "passkey-added":
      return signIn(text("installation.passkey-added", { name }), f("name"));
    case "passkey-removed":
      return signIn(text("installation.passkey-removed", { name }), f("name"));
    case "second-step-added":
      return signIn(text("installation.second-step-added", { name }));
    case "second-step-removed":
      return signIn(text("installation.second-step-removed", { name }));
    case "recovery-codes-made":
      return signIn(text("installation.recovery-codes-made", { name }));
    case "recovery-code-used":
      return signIn(text("installation.recovery-code-used", { name, left: f("left") }));
    case "session-ended":
      return signIn(text("installation.session-ended", { name }), f("device"));
    case "sessions-ended":
      return signIn(text("installation.sessions-ended", { name }));
    case "token-created":
      return signIn(text("installation.token-created", { name: nameOf(f("person")) }), f("name"));
    case "token-revoked":
      return signIn(text("installation.token-revoked"), f("name"));
    case "sign-in-link-made":
      return signIn(text("installation.sign-in-link-made", { name, until: moment(f("expiresAt")) }));
    case "sign-in-link-used":
      return signIn(text("installation.sign-in-link-used", { name, address: f("address") }));
    case "break-glass-set":
      return signIn(text("installation.break-glass-set", { name }));
    case "break-glass-cleared":
      return signIn(text("installation.break-glass-cleared", { name }));
    case "break-glass-confirmed":
      return signIn(text("installation.break-glass-confirmed", { name }));
    case "break-glass-opened":
      return signIn(
        text("installation.break-glass-opened", { name, second: nameOf(f("second")), address: f("address") }),
      );
    case "break-glass-seen":
      return signIn(text("installation.break-glass-seen", { name, at: moment(f("openedAt")) }));
    case "preferences-changed":
      return settings(text("installation.preferences-changed", { name }));
    case "organisation-named":
      return settings(text("installation.organisation-named"), f("name"));
    case "device-copies-set":
      return settings(text("installation.device-copies-set", { copies: f("copies") }));
    case "set-up-completed":
      return settings(text("installation.set-up-completed"));
    case "installation-begun":
      return log(text("installation.installation-begun"), f("origin"));
    case "log-key-shown":
      return log(text("installation.log-key-shown"));
    case "checkpoint-taken":
      return log(text("installation.checkpoint-taken"));
    case "key-rotated":
      return log(text("installation.key-rotated"), f("because"));
    case "newest-accepted":
      return log(text("installation.newest-accepted"), f("because"));
    case "log-continued":
      return log(text("installation.log-continued", { who: f("who") }), f("because"));
    case "clock-stepped":
      return log(text("installation.clock-stepped", { seconds: f("seconds") }));
    default:
      return log(text("installation.other", { act: entry.act }), given("because"));
  }
}

/** An instant to the minute; anything else as it is. */
function moment(at: string): string {
  return /^\d{4}-\d\d-\d\dT/.test(at) ? `${at.slice(0, 16).replace("T", " ")} UTC` : at;
}
