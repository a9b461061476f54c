import type messages from "#app/content/messages/en/entry.json";
import { keyFingerprint } from "#app/core/audit/key-words.ts";
import { parseVkey } from "#app/core/audit/vkey.ts";
import type { Role } from "#app/core/playbook/template.ts";
import { assertNever } from "#app/core/shared/assert-never.ts";
import type { StepId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import type { Text } from "#app/core/shared/text.ts";
import { type Act, type Entry, fieldsOf, isAct, wasGiven } from "./entry.ts";
import { type Incident, steps } from "./incident.ts";

// Entries in words. Codes and fields are what the log keeps; these sentences are made for each reader.

export interface Words {
  /** What was done: "Done: Deactivate the key". */
  readonly summary: string;
  /** What the person wrote, as they wrote it. */
  readonly quoted: string | undefined;
  /** Number of an earlier entry this one speaks about. */
  readonly about: number | undefined;
}

export const ERASED = "[erased]";

export type EntryKey = keyof typeof messages;
type Say = Text<EntryKey>;

export function wordsOf(entry: Entry, incident: Incident, text: Say): Words {
  const about = entry.ref[0];
  if (!isAct(entry.act))
    return { summary: text("entry.newer", { act: entry.act }), quoted: undefined, about };
  const words = inWords(entry.act, entry, incident, text);
  const claimed = claimedIn(entry);
  if (claimed === undefined) return { about, ...words };
  const summary = text("entry.sent-later", { what: words.summary, at: moment(claimed, "") });
  return { about, ...words, summary };
}

/** When a device without a connection says it was done. */
function claimedIn(entry: Entry): Instant | undefined {
  switch (entry.act) {
    case "step-claimed":
    case "step-completed":
    case "note-added":
      return fieldsOf(entry.act, entry).claimedAt;
    default:
      return undefined;
  }
}

function inWords(act: Act, entry: Entry, incident: Incident, text: Say): Omit<Words, "about"> {
  const erased = text("entry.erased");
  const step = steps(incident).get(entry.on.id as StepId)?.title ?? entry.on.id; // only looks it up
  const person = () => personName(incident, entry.on.id, erased);
  const what = () => {
    if (entry.on.t === "entry") return text("entry.the-words", { seq: entry.on.id });
    return entry.on.t === "step" ? step : text("entry.the-incident");
  };
  switch (act) {
    case "incident-declared": {
      const f = fieldsOf(act, entry);
      return said(text("entry.declared", { codename: f.codename ?? erased }), f.title ?? erased);
    }
    case "person-named":
      return said(text("entry.named", { name: fieldsOf(act, entry).name ?? erased }));
    case "clock-stepped": {
      const { seconds } = fieldsOf(act, entry);
      return said(text("entry.clock-stepped", { seconds: seconds === undefined ? erased : String(seconds) }));
    }
    case "title-set":
      return said(text("entry.title-set"), fieldsOf(act, entry).title ?? erased);
    case "codename-set":
      return said(text("entry.codename-set", { codename: fieldsOf(act, entry).codename ?? erased }));
    case "became-aware-set": {
      const { becameAwareAt: at, source, because } = fieldsOf(act, entry);
      return said(text("entry.aware", { at: moment(at, erased), source: source ?? erased }), because);
    }
    case "severity-set": {
      const { severity, because } = fieldsOf(act, entry);
      const words =
        severity === null
          ? text("entry.severity-not-sure")
          : text("entry.severity", { severity: severity ?? erased });
      return said(words, because);
    }
    case "classified": {
      const codes = fieldsOf(act, entry).classification ?? [];
      if (codes.length === 0) return said(text("entry.nothing-ticked"));
      return said(text("entry.ticked", { list: text.list(codes.map((code) => text(`entry.is-${code}`))) }));
    }
    case "playbook-started": {
      const { playbook } = fieldsOf(act, entry);
      return said(
        text("entry.playbook-started", {
          playbook: playbook?.title ?? erased,
          version: playbook?.version ?? erased,
        }),
      );
    }
    case "run-rebased": {
      const f = fieldsOf(act, entry);
      const words = text("entry.run-rebased", {
        version: f.playbook?.version ?? erased,
        added: f.added?.length ?? 0,
        removed: f.removed?.length ?? 0,
        changed: f.changed?.length ?? 0,
      });
      return said(words, f.because);
    }
    case "run-ended":
      return said(text("entry.run-ended", { run: entry.on.id }), fieldsOf(act, entry).because ?? erased);
    case "item-added": {
      const f = fieldsOf(act, entry);
      const collection = collectionTitle(incident, f.collection, erased);
      return said(text("entry.item-added", { collection, label: f.label ?? erased }));
    }
    case "collection-closed": {
      const collection = collectionTitle(incident, entry.on.id, erased);
      return said(text("entry.collection-closed", { collection }), fieldsOf(act, entry).because ?? erased);
    }
    case "step-added": {
      const f = fieldsOf(act, entry);
      return said(text("entry.step-added", { title: f.title ?? erased }), f.why);
    }
    case "step-claimed": {
      const since = fieldsOf(act, entry).startedAt;
      if (since === undefined) return said(text("entry.on-it", { step }));
      return said(text("entry.on-it-since", { at: moment(since, erased), step }));
    }
    case "step-released":
      return said(text("entry.let-go", { step }));
    case "step-reassigned": {
      const f = fieldsOf(act, entry);
      const name = f.to === undefined ? erased : personName(incident, f.to, erased);
      return said(text("entry.handed", { name, step }), f.because);
    }
    case "step-completed": {
      const f = fieldsOf(act, entry);
      const alone = wasGiven(entry, "breakGlass");
      const answers = Object.values(f.fields ?? {});
      const quoted = [f.breakGlass, f.outcome, ...answers].filter((one) => one !== undefined).join("\n");
      const words =
        f.doneAt === undefined
          ? text(alone ? "entry.done-alone" : "entry.done", { step })
          : text(alone ? "entry.done-alone-at" : "entry.done-at", { step, at: moment(f.doneAt, erased) });
      return said(words, quoted || undefined);
    }
    case "step-skipped": {
      const f = fieldsOf(act, entry);
      const reason = f.reasonCode === undefined ? erased : text(`entry.skip-${f.reasonCode}`);
      return said(text("entry.skipped", { reason, step }), f.reason ?? erased);
    }
    case "step-blocked": {
      const f = fieldsOf(act, entry);
      return said(text("entry.waiting", { thing: f.needs ?? erased, step }), f.reason ?? erased);
    }
    case "step-unblocked":
      return said(text("entry.no-longer-waiting", { step }), fieldsOf(act, entry).changed ?? erased);
    case "step-undone":
      return said(text("entry.undone", { step }), fieldsOf(act, entry).because ?? erased);
    case "check-failed":
      return said(text("entry.check-failed", { step }), fieldsOf(act, entry).because ?? erased);
    case "decided": {
      const f = fieldsOf(act, entry);
      const words = text("entry.decided", { question: f.question ?? step, option: f.label ?? erased });
      return said(words, f.because ?? erased);
    }
    case "dissented":
      return said(text("entry.dissented"), fieldsOf(act, entry).because ?? erased);
    case "evidence-added": {
      const { file, kind, value } = fieldsOf(act, entry);
      const proof =
        file?.name ?? (kind === undefined || kind === "file" ? erased : text(`entry.kind-${kind}`));
      return said(
        entry.on.t === "step"
          ? text("entry.proof-added-to", { what: proof, step })
          : text("entry.proof-added", { what: proof }),
        value,
      );
    }
    case "evidence-hidden":
      return said(text("entry.evidence-hidden"), fieldsOf(act, entry).because ?? erased);
    case "note-added": {
      const f = fieldsOf(act, entry);
      const words =
        f.happenedAt === undefined
          ? text("entry.note")
          : text("entry.note-of", { at: moment(f.happenedAt, erased) });
      return said(words, f.text ?? erased);
    }
    case "pressure-logged": {
      const { from = erased, authority, words } = fieldsOf(act, entry);
      return said(
        authority === undefined
          ? text("entry.pressure", { from })
          : text("entry.pressure-authority", { from, authority }),
        words ?? erased,
      );
    }
    case "entry-corrected": {
      const f = fieldsOf(act, entry);
      return said(text("entry.corrected", { because: f.because ?? erased }), f.text ?? erased);
    }
    case "person-joined": {
      const roles = rolesInWords(fieldsOf(act, entry).roles, text);
      const name = person();
      return said(roles === "" ? text("entry.joined", { name }) : text("entry.joined-as", { name, roles }));
    }
    case "roles-set": {
      const roles = rolesInWords(fieldsOf(act, entry).roles, text);
      const name = person();
      return said(
        roles === "" ? text("entry.without-role", { name }) : text("entry.is-now", { name, roles }),
      );
    }
    case "person-left":
      return said(text("entry.left", { name: person() }), fieldsOf(act, entry).because ?? erased);
    case "handover-offered":
      return offered(entry, text, person(), erased);
    case "handover-accepted":
      return said(text("entry.lead-taken", { name: person() }), fieldsOf(act, entry).saysBack ?? erased);
    case "approval-requested":
      return said(text("entry.approval-asked", { what: what() }));
    case "approval-asked-further": {
      const { people, unanswered } = fieldsOf(act, entry);
      const list = (ids: readonly string[] | undefined) =>
        ids === undefined ? erased : text.list(ids.map((id) => personName(incident, id, erased)));
      return said(
        text("entry.asked-further", { what: what(), people: list(people), unanswered: list(unanswered) }),
      );
    }
    case "approved":
      return said(text("entry.approved", { what: what() }), fieldsOf(act, entry).note);
    case "declined":
      return said(text("entry.declined", { what: what() }), fieldsOf(act, entry).because ?? erased);
    case "wall-opened":
      return said(text("entry.wall-opened", { until: moment(fieldsOf(act, entry).until, erased) }));
    case "wall-closed":
      return said(text("entry.wall-closed"));
    case "incident-linked": {
      const { as, because } = fieldsOf(act, entry);
      const words = as === undefined ? "entry.linked" : (`entry.linked-${as}` as const);
      return said(text(words, { incident: entry.on.id }), because ?? erased);
    }
    case "incident-closed":
      return said(text("entry.closed"), fieldsOf(act, entry).because ?? erased);
    case "incident-reopened":
      return said(text("entry.reopened"), fieldsOf(act, entry).because ?? erased);
    case "incident-restricted":
      return said(text("entry.restricted"), fieldsOf(act, entry).because ?? erased);
    case "restriction-lifted":
      return said(text("entry.restriction-lifted"), fieldsOf(act, entry).because ?? erased);
    case "hold-set":
      return said(text("entry.hold-set"), fieldsOf(act, entry).because ?? erased);
    case "hold-lifted":
      return said(text("entry.hold-lifted"), fieldsOf(act, entry).because ?? erased);
    case "erasure-ordered": {
      const { ground, because } = fieldsOf(act, entry);
      const law = ground === undefined ? erased : text(`entry.ground-${ground}`);
      return said(text("entry.erasure-ordered", { seq: entry.on.id, ground: law }), because ?? erased);
    }
    case "payload-erased": {
      const { values, files, bytes } = fieldsOf(act, entry);
      return said(
        text("entry.payload-erased", {
          seq: entry.on.id,
          values: values ?? 0,
          files: files ?? 0,
          bytes: bytes === undefined ? erased : String(bytes),
        }),
      );
    }
    case "let-in-asked": {
      const { second, because } = fieldsOf(act, entry);
      const by = second === undefined ? erased : personName(incident, second, erased);
      return said(text("entry.let-in-asked", { name: person(), second: by }), because ?? erased);
    }
    case "person-let-in":
      return said(text("entry.let-in", { name: person() }));
    case "person-invited": {
      const f = fieldsOf(act, entry);
      const roles = rolesInWords(f.roles, text) || erased;
      return said(text("entry.invited", { email: f.email ?? erased, roles, until: moment(f.until, erased) }));
    }
    case "invitation-withdrawn":
      return said(text("entry.invitation-withdrawn"), fieldsOf(act, entry).because ?? erased);
    case "invitation-accepted": {
      const roles = rolesInWords(fieldsOf(act, entry).roles, text) || erased;
      return said(text("entry.invitation-accepted", { name: person(), roles }));
    }
    case "visit-recorded":
      return said(text("entry.visit-recorded", { name: person() }));
    case "visit-refused":
      return said(text("entry.visit-refused", { name: person() }));
    case "person-deactivated":
      return said(text("entry.person-deactivated", { name: person() }));
    case "person-reactivated":
      return said(text("entry.person-reactivated", { name: person() }));
    case "sign-in-link-used": {
      const { by = erased } = fieldsOf(act, entry);
      return said(text("entry.link-used", { name: person(), by: personName(incident, by, erased) }));
    }
    case "log-key-changed": {
      const vkey = parseVkey(fieldsOf(act, entry).vkey ?? "");
      const words = vkey.ok ? keyFingerprint(vkey.value.publicKey).words.join(" ") : erased;
      return said(text("entry.key-changed", { words }));
    }
    case "log-continued": {
      const { who, because } = fieldsOf(act, entry);
      return said(text("entry.log-continued", { who: who ?? erased }), because ?? erased);
    }
    case "log-carried": {
      const { entries, earlier = erased } = fieldsOf(act, entry);
      return said(text("entry.log-carried", { count: entries ?? 0, earlier }));
    }
    default:
      return assertNever(act);
  }
}

function offered(entry: Entry, text: Say, name: string, erased: string): Omit<Words, "about"> {
  const { brief, ifThen = [], offDutyUntil } = fieldsOf("handover-offered", entry);
  const words =
    offDutyUntil === undefined
      ? text("entry.lead-offered", { name })
      : text("entry.lead-offered-until", { name, until: moment(offDutyUntil, erased) });
  return said(words, [brief ?? erased, ...ifThen].join("\n"));
}

function said(summary: string, quoted?: string): Omit<Words, "about"> {
  return { summary, quoted };
}

/** `2026-11-24 19:20 UTC`. */
function moment(at: Instant | undefined, erased: string): string {
  return at === undefined ? erased : `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

function personName(incident: Incident, id: string, erased: string): string {
  for (const person of incident.people.values()) if (person.id === id) return person.name ?? erased;
  return id;
}

function collectionTitle(incident: Incident, key: string | undefined, erased: string): string {
  for (const run of incident.runs.values()) {
    const found = run.playbook.template.collections.find((collection) => collection.key === key);
    if (found !== undefined) return found.title;
  }
  return key ?? erased;
}

/** Empty for none. */
function rolesInWords(roles: readonly Role[] | undefined, text: Say): string {
  if (roles === undefined) return text("entry.erased");
  return text.list(roles.map((role) => text(`entry.role-${role}`)));
}
