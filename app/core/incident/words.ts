import { keyFingerprint } from "#app/core/audit/key-words.ts";
import { parseVkey } from "#app/core/audit/vkey.ts";
import { assertNever } from "#app/core/shared/assert-never.ts";
import type { StepId } from "#app/core/shared/ids.ts";
import type { Classification } from "./command.ts";
import { type Act, type Entry, fieldsOf, isAct } from "./entry.ts";
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

export const CLASSIFICATION_WORDS = {
  "key-exposed": "a key, password or token is exposed",
  "store-open": "a store or page is open to the world",
  "data-copied": "data was copied out",
  "personal-data": "personal data",
  "sensitive-data": "health, children or ID numbers",
  "systems-down": "systems are down",
  "extortion-or-sale": "extortion or a sale offer",
  "supplier-source": "a supplier is the source",
} as const satisfies Record<Classification, string>;

export const SKIP_WORDS = {
  "not-applicable": "not applicable",
  "done-elsewhere": "done elsewhere",
  superseded: "superseded",
  "refused-by-owner": "refused by the owner",
  "no-access": "no access",
} as const;

export function wordsOf(entry: Entry, incident: Incident): Words {
  const about = entry.ref[0];
  if (!isAct(entry.act))
    return { summary: `Recorded by a newer version: ${entry.act}`, quoted: undefined, about };
  return { about, ...inWords(entry.act, entry, incident) };
}

function inWords(act: Act, entry: Entry, incident: Incident): Omit<Words, "about"> {
  const step = () => steps(incident).get(entry.on.id as StepId)?.title ?? entry.on.id; // only looks it up
  const person = () => personName(incident, entry.on.id);
  switch (act) {
    case "incident-declared": {
      const f = fieldsOf(act, entry);
      return said(`Declared as ${f.codename ?? ERASED}`, f.title ?? ERASED);
    }
    case "person-named":
      return said(`${fieldsOf(act, entry).name ?? ERASED} is named in this log`);
    case "clock-stepped":
      return said(`The server's clock stepped by ${fieldsOf(act, entry).seconds ?? ERASED} s`);
    case "title-set":
      return said("Title changed", fieldsOf(act, entry).title ?? ERASED);
    case "codename-set":
      return said(`Codename changed to ${fieldsOf(act, entry).codename ?? ERASED}`);
    case "became-aware-set": {
      const f = fieldsOf(act, entry);
      return said(
        `We became aware at ${f.becameAwareAt ?? ERASED}, source: ${f.source ?? ERASED}`,
        f.because,
      );
    }
    case "severity-set": {
      const f = fieldsOf(act, entry);
      return said(
        f.severity === null ? "Severity: not sure" : `Severity: ${f.severity ?? ERASED}`,
        f.because,
      );
    }
    case "classified": {
      const codes = fieldsOf(act, entry).classification ?? [];
      return said(
        codes.length === 0
          ? "Nothing is ticked as true"
          : `True so far: ${codes.map((code) => CLASSIFICATION_WORDS[code]).join(", ")}`,
      );
    }
    case "playbook-started": {
      const { playbook } = fieldsOf(act, entry);
      return said(
        `Started the playbook ${playbook === undefined ? ERASED : `${playbook.title}, version ${playbook.version}`}`,
      );
    }
    case "run-rebased": {
      const f = fieldsOf(act, entry);
      const counts = `${f.added?.length ?? 0} steps added, ${f.removed?.length ?? 0} removed, ${f.changed?.length ?? 0} changed`;
      return said(`Moved the run to version ${f.playbook?.version ?? ERASED}: ${counts}`, f.because);
    }
    case "run-ended":
      return said(`Ended run ${entry.on.id}`, fieldsOf(act, entry).because ?? ERASED);
    case "item-added": {
      const f = fieldsOf(act, entry);
      return said(`Added to ${collectionTitle(incident, f.collection)}: ${f.label ?? ERASED}`);
    }
    case "collection-closed":
      return said(
        `${collectionTitle(incident, entry.on.id)} is complete`,
        fieldsOf(act, entry).because ?? ERASED,
      );
    case "step-added":
      return said(`Added a step: ${fieldsOf(act, entry).title ?? ERASED}`, fieldsOf(act, entry).why);
    case "step-claimed": {
      const since = fieldsOf(act, entry).startedAt;
      return said(since === undefined ? `On it: ${step()}` : `On it since ${since} (stated): ${step()}`);
    }
    case "step-released":
      return said(`Let go of: ${step()}`);
    case "step-reassigned": {
      const f = fieldsOf(act, entry);
      return said(
        `Handed to ${f.to === undefined ? ERASED : personName(incident, f.to)}: ${step()}`,
        f.because,
      );
    }
    case "step-completed": {
      const f = fieldsOf(act, entry);
      const when = f.doneAt === undefined ? "" : `, at ${f.doneAt} (stated)`;
      const how = f.breakGlass === undefined ? "Done" : "Done without approval";
      const answers = Object.values(f.fields ?? {});
      return said(
        `${how}: ${step()}${when}`,
        [f.breakGlass, f.outcome, ...answers].filter((text) => text !== undefined).join("\n") || undefined,
      );
    }
    case "step-skipped": {
      const f = fieldsOf(act, entry);
      return said(
        `Skipped, ${f.reasonCode === undefined ? ERASED : SKIP_WORDS[f.reasonCode]}: ${step()}`,
        f.reason ?? ERASED,
      );
    }
    case "step-blocked": {
      const f = fieldsOf(act, entry);
      return said(`Waiting for ${f.needs ?? ERASED}: ${step()}`, f.reason ?? ERASED);
    }
    case "step-unblocked":
      return said(`No longer waiting: ${step()}`, fieldsOf(act, entry).changed ?? ERASED);
    case "step-undone":
      return said(`Undone: ${step()}`, fieldsOf(act, entry).because ?? ERASED);
    case "check-failed":
      return said(`A check failed: ${step()}`, fieldsOf(act, entry).because ?? ERASED);
    case "decided": {
      const f = fieldsOf(act, entry);
      return said(`Decided: ${f.question ?? step()} ${f.label ?? ERASED}`, f.because ?? ERASED);
    }
    case "dissented":
      return said("Disagrees", fieldsOf(act, entry).because ?? ERASED);
    case "evidence-added": {
      const f = fieldsOf(act, entry);
      const what = f.file?.name ?? (f.kind === "file" ? ERASED : f.kind);
      const where = entry.on.t === "step" ? `: ${step()}` : "";
      return said(`Proof added, ${what ?? ERASED}${where}`, f.value);
    }
    case "evidence-hidden":
      return said("Hid evidence from observers", fieldsOf(act, entry).because ?? ERASED);
    case "note-added": {
      const f = fieldsOf(act, entry);
      return said(
        f.happenedAt === undefined ? "Note" : `Note of what happened at ${f.happenedAt} (stated)`,
        f.text ?? ERASED,
      );
    }
    case "pressure-logged": {
      const f = fieldsOf(act, entry);
      return said(
        `Asked to hold this, by ${f.from ?? ERASED}${f.authority === undefined ? "" : `, ${f.authority}`}`,
        f.words ?? ERASED,
      );
    }
    case "entry-corrected": {
      const f = fieldsOf(act, entry);
      return said(`Corrected, because ${f.because ?? ERASED}`, f.text ?? ERASED);
    }
    case "person-joined":
      return said(`${person()} joined${rolesInWords(fieldsOf(act, entry).roles)}`);
    case "roles-set":
      return said(`${person()} is now${rolesInWords(fieldsOf(act, entry).roles) || " without a role"}`);
    case "person-left":
      return said(`${person()} left the team`, fieldsOf(act, entry).because ?? ERASED);
    case "handover-offered":
      return said(`Offered the lead to ${person()}`, fieldsOf(act, entry).brief ?? ERASED);
    case "handover-accepted":
      return said(`${person()} took the lead`, fieldsOf(act, entry).saysBack ?? ERASED);
    case "approval-requested":
      return said(`Asked for approval: ${entry.on.t === "step" ? step() : "the incident"}`);
    case "approved":
      return said(`Approved: ${entry.on.t === "step" ? step() : "the incident"}`, fieldsOf(act, entry).note);
    case "declined":
      return said(
        `Declined: ${entry.on.t === "step" ? step() : "the incident"}`,
        fieldsOf(act, entry).because ?? ERASED,
      );
    case "incident-linked":
      return said(`Linked to incident ${entry.on.id}`, fieldsOf(act, entry).because ?? ERASED);
    case "incident-closed":
      return said("Closed", fieldsOf(act, entry).because ?? ERASED);
    case "incident-reopened":
      return said("Reopened", fieldsOf(act, entry).because ?? ERASED);
    case "log-key-changed":
      return said(keyChangeInWords(fieldsOf(act, entry).vkey));
    default:
      return assertNever(act);
  }
}

function said(summary: string, quoted?: string): Omit<Words, "about"> {
  return { summary, quoted };
}

function keyChangeInWords(text: string | undefined): string {
  const vkey = parseVkey(text ?? "");
  const key = vkey.ok ? keyFingerprint(vkey.value.publicKey).words.join(" ") : ERASED;
  return `The key that signs this log was changed. From here on it is, in words: ${key}`;
}

function personName(incident: Incident, id: string): string {
  for (const person of incident.people.values()) if (person.id === id) return person.name ?? ERASED;
  return id;
}

function collectionTitle(incident: Incident, key: string | undefined): string {
  for (const run of incident.runs.values()) {
    const found = run.playbook.template.collections.find((collection) => collection.key === key);
    if (found !== undefined) return found.title;
  }
  return key ?? ERASED;
}

function rolesInWords(roles: readonly string[] | undefined): string {
  if (roles === undefined) return ` as ${ERASED}`;
  return roles.length === 0 ? "" : ` as ${roles.join(", ").replaceAll("-", " ")}`;
}
