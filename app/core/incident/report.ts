import type { Step } from "#app/core/playbook/run.ts";
import type { Text } from "#app/core/shared/text.ts";
import { visible } from "#app/core/shared/visible.ts";
import type { Entry } from "./entry.ts";
import { evidenceOf, type Incident, steps } from "./incident.ts";
import { scarsOf } from "./scar.ts";
import { nameOf } from "./summary.ts";
import { type EntryKey, ERASED, wordsOf } from "./words.ts";

// The report of a bundle: for people, under the three headings of GDPR Art. 33(5).
// Made from the log, what is disclosed and the program's version alone: the same bundle gives the same bytes.

export interface ReportSource {
  readonly incident: Incident;
  readonly entries: readonly Entry[];
  readonly log: string;
  readonly size: number;
  /** Base64 of the root hash. */
  readonly root: string;
  readonly app: string;
  /** English: the format has no place to say in which language a report is. */
  readonly text: Text<EntryKey>;
}

/** Longer logs are told in part; the payloads hold all of it. */
const MOST_ENTRIES = 5000;

export function reportHtml(source: ReportSource): string {
  const { incident } = source;
  const title = incident.title.value ?? ERASED;
  const drill =
    incident.kind === "drill" ? `<p class="drill">DRILL. Nothing in this report happened.</p>` : "";
  return page(`${incident.codename.value ?? ERASED}: ${title}`, [
    drill,
    `<h1>${text(title)}</h1>`,
    list([
      ["Codename", text(incident.codename.value ?? ERASED)],
      ["Declared", time(incident.declaredAt)],
      [
        "Became aware",
        incident.becameAware
          .map((fact) => `${time(fact.at)}, source: ${text(fact.source ?? ERASED)} ${ref(fact.seq)}`)
          .join("<br>") || "Not recorded",
      ],
      ["Severity", incident.severity.value ?? "Not sure"],
      [
        "State",
        incident.closed === undefined
          ? "Open"
          : `Closed ${time(incident.closed.at)} ${ref(incident.closed.seq)}`,
      ],
      ["Log", `<code>${text(source.log)}</code>, ${source.size} entries`],
      ["Root", `<code>${text(source.root)}</code>`],
      ["Made by", `Sangfroid ${text(source.app)}`],
    ]),
    `<p>This page is not the evidence. The entries are, and they verify on their own: take the verifier from a release of Sangfroid, not from this bundle.</p>`,
    section("Facts", "What happened, as recorded.", facts(source)),
    section("Effects", "What it did or may have done, as decided.", effects(incident)),
    section("Remedial action", "What was done, by whom, and what was not.", remedies(incident)),
    section(
      "Requests to hold, and dissent",
      "Anyone may log them; no one can withdraw them.",
      voices(source),
    ),
    section("The whole log", "Every entry in its order. Times are the server's clock, in UTC.", log(source)),
  ]);
}

export function readmeText(source: ReportSource): string {
  return [
    `Sangfroid bundle of ${source.log}`,
    `${source.size} entries, root ${source.root}`,
    "",
    "What this is",
    "  The whole log of one incident: every entry, and the values and files that were disclosed with it.",
    "  A value that was erased or withheld is missing; the entry that held it is still here and still verifies.",
    "",
    "How to check it",
    "  1. Take the verifier from a release of Sangfroid. The one in verify/ is for convenience: whoever could",
    "     forge this bundle could forge that too.",
    "  2. Ask the organisation for its key line (vkey) by another way than this file.",
    "  3. Run:  node verify.mjs THIS_FILE --vkey KEYLINE   or open verify.html and drop this file on it.",
    "  Checkpoints and receipts that you hold prove more: that nothing before them was changed since.",
    "",
    "What is where",
    "  report.html   the incident for people to read; not evidence",
    "  log/          entries, hash tree and signed checkpoint",
    "  payloads/     the values behind the entries",
    "  attachments/  the files, named by their commitment",
    "  anchor/       the installation's record of this state",
    "  MANIFEST      which files were issued together, signed",
    "",
    `Made by Sangfroid ${source.app}`,
    "",
  ].join("\n");
}

function facts(source: ReportSource): string {
  const { incident, entries } = source;
  const items = [...incident.items.values()].map(
    (item) => `<li>${text(item.collection.replaceAll("_", " "))}: ${text(item.label)} ${ref(item.seq)}</li>`,
  );
  const ticked = incident.classification.value.map(
    (code) => `<li>${source.text(`entry.is-${code}`)} ${ref(incident.classification.seq)}</li>`,
  );
  const happened = entries
    .filter((entry) => entry.f.happenedAt !== undefined)
    .map((entry) => `<li>${said(entry, source)} ${ref(entry.seq)}</li>`);
  return bullets([...ticked, ...items, ...happened]);
}

function effects(incident: Incident): string {
  const decided = [...incident.decisions.values()].map((decision) => {
    const basis = decision.basis.length === 0 ? "" : `, resting on ${decision.basis.map(ref).join(", ")}`;
    const earlier = decision.supersedes === undefined ? "" : `, in place of ${ref(decision.supersedes)}`;
    return `<li>${text(decision.question ?? ERASED)} <strong>${text(decision.label ?? ERASED)}</strong>, because ${text(decision.because ?? ERASED)} (${text(nameOf(incident, decision.by))}, ${time(decision.at)}${basis}${earlier}) ${ref(decision.seq)}</li>`;
  });
  return bullets(decided);
}

function remedies(incident: Incident): string {
  const rows = [...steps(incident).values()]
    .filter((step) => step.status !== "not-taken")
    .map((step) => remedy(incident, step));
  if (rows.length === 0) return bullets([]);
  return `<table><thead><tr><th scope="col">Step</th><th scope="col">State</th><th scope="col">Who and when</th><th scope="col">Proof</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function remedy(incident: Incident, step: Step): string {
  const { record } = step;
  const settled = record?.status === "done" || record?.status === "skipped";
  const who = settled ? `${text(nameOf(incident, record.by))}, ${time(record.at)} ${ref(record.seq)}` : "";
  const stated =
    record?.status === "done" && record.doneAt !== undefined ? `<br>Stated time: ${time(record.doneAt)}` : "";
  const outcome =
    record?.status === "done" ? record.outcome : record?.status === "skipped" ? record.reason : undefined;
  const proof = evidenceOf(incident, step.id)
    .map((evidence) => `${ref(evidence.seq)}${incident.scars.has(evidence.seq) ? ` ${ERASED}` : ""}`)
    .join(", ");
  const said = outcome === undefined ? "" : `<br>${text(outcome)}`;
  return `<tr><th scope="row">${text(step.title)}</th><td>${step.status.replaceAll("-", " ")}${said}</td><td>${who}${stated}</td><td>${proof || "none"}</td></tr>`;
}

function voices(source: ReportSource): string {
  const acts = new Set(["pressure-logged", "dissented"]);
  return bullets(
    source.entries
      .filter((entry) => acts.has(entry.act))
      .map((entry) => `<li>${said(entry, source)} ${ref(entry.seq)}</li>`),
  );
}

function log(source: ReportSource): string {
  const { incident, entries } = source;
  const rows = entries.slice(0, MOST_ENTRIES).map((entry) => {
    const who = entry.by.k === "person" ? text(personName(incident, entry.by.u)) : entry.by.k;
    return `<tr id="e${entry.seq}"><th scope="row">#${entry.seq}</th><td>${time(entry.at)}</td><td>${who}</td><td>${said(entry, source)}</td></tr>`;
  });
  const more =
    entries.length > MOST_ENTRIES
      ? `<p>The first ${MOST_ENTRIES} of ${entries.length} entries. The payloads hold all of them.</p>`
      : "";
  return `${more}<table><thead><tr><th scope="col">Entry</th><th scope="col">Time</th><th scope="col">By</th><th scope="col">What</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function said(entry: Entry, source: ReportSource): string {
  const { summary, quoted, about } = wordsOf(entry, source.incident, source.text);
  const quote = quoted === undefined ? "" : `<blockquote>${text(quoted)}</blockquote>`;
  return `${text(summary)}${about === undefined ? "" : ` (about ${ref(about)})`}${quote}${scars(entry.seq, source)}`;
}

/** Where something was erased: by whom, on what ground, and where the log says so. */
function scars(seq: number, source: ReportSource): string {
  return scarsOf(source.incident, seq, source.text)
    .map((scar) => `<p class="scar">${text(scar.words)}. ${text(scar.because)} ${ref(scar.seq)}</p>`)
    .join("");
}

function personName(incident: Incident, id: string): string {
  for (const person of incident.people.values()) if (person.id === id) return person.name ?? ERASED;
  return id;
}

function section(title: string, what: string, body: string): string {
  return `<section><h2>${title}</h2><p>${what}</p>${body}</section>`;
}

function bullets(items: readonly string[]): string {
  return items.length === 0 ? "<p>Nothing is recorded.</p>" : `<ul>${items.join("")}</ul>`;
}

function list(rows: readonly (readonly [string, string])[]): string {
  return `<dl>${rows.map(([term, value]) => `<dt>${term}</dt><dd>${value}</dd>`).join("")}</dl>`;
}

function ref(seq: number): string {
  return `<a href="#e${seq}">#${seq}</a>`;
}

function time(instant: string | undefined): string {
  if (instant === undefined) return "Not recorded";
  return `<time datetime="${instant}">${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC</time>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function text(typed: string): string {
  return visible(typed)
    .replace(/[&<>"']/g, (mark) => ESCAPES[mark] ?? mark)
    .replaceAll("\n", "<br>");
}

function page(title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>${text(title)}</title>
<style>${STYLE}</style>
</head>
<body><main>
${parts.filter((part) => part !== "").join("\n")}
</main></body>
</html>
`;
}

const STYLE = `:root{color-scheme:light dark}body{margin:0;font:17px/1.6 system-ui,sans-serif;background:#fff;color:#14201b}
main{max-width:72rem;margin:0 auto;padding:24px 16px 64px}h1{font-size:1.75rem;line-height:1.2}h2{margin-top:2.5rem;font-size:1.25rem}
dl{display:grid;grid-template-columns:minmax(8rem,auto) minmax(0,1fr);gap:4px 24px}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;font-size:.9375rem}th,td{padding:8px 12px 8px 0;border-top:1px solid #c3cac7;text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead th{border-top:0}th[scope=row]{font-weight:600}time{white-space:nowrap;font-variant-numeric:tabular-nums}code{overflow-wrap:anywhere}
.scar{margin:4px 0 0;padding-left:12px;border-left:3px double currentColor;font-size:.875rem}blockquote{margin:4px 0 0;padding-left:12px;border-left:3px solid #68736e}a{color:#0a5a80}.drill{border:2px dashed #5a2a85;padding:8px 12px;font-weight:700}
@media (prefers-color-scheme:dark){body{background:#171d1a;color:#e9efec}th,td{border-color:#3a4540}a{color:#7fc6ea}}
@media print{body{font-size:11pt;background:#fff;color:#000}a{color:inherit}tr{break-inside:avoid}}`;
