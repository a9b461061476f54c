import { hexToBytes } from "@noble/hashes/utils.js";
import { keyFingerprint } from "./key-words.ts";
import type { Fault, FileRemark, Report } from "./report.ts";

// A report in plain words, for the command line and for verify.html. Texts may quote what stands in the bundle:
// whoever shows them escapes them for the place where they are shown.

export interface Explanation {
  readonly headline: string;
  readonly paragraphs: readonly string[];
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly lists: readonly { readonly title: string; readonly items: readonly string[] }[];
}

export function explain(report: Report): Explanation {
  return {
    headline: headline(report),
    paragraphs: paragraphs(report),
    facts: facts(report),
    lists: [
      { title: "Faults", items: report.faults.map(faultText) },
      { title: "Files that could not be used", items: report.unusable.map(fileText) },
      { title: "Not compared", items: report.notCompared.map(fileText) },
      { title: "Compared", items: report.compared.map(fileText) },
      { title: "Withheld from this copy", items: report.withheld },
      { title: "Erased", items: report.erased.map(({ slot, by }) => `${slot}, erased by #${by}`) },
      { title: "Remarks", items: report.remarks },
    ].filter(({ items }) => items.length > 0),
  };
}

function headline(report: Report): string {
  const count = report.faults.length + report.unlisted;
  switch (report.word) {
    case "intact":
      return report.vkey === "none from outside" ? "Intact, but self-consistent only" : "Intact";
    case "tampered":
      return `Tampered: ${count} ${count === 1 ? "fault" : "faults"}`;
    case "not a bundle":
      return "Not a bundle";
    case "newer version":
      return "Made by a newer version";
    case "unusable input":
      return "Unusable input";
  }
}

function paragraphs(report: Report): readonly string[] {
  switch (report.word) {
    case "intact":
      return [...intact(report), ...goesOn(report), ...witnessed(report), ATTRIBUTED];
    case "tampered":
      return [TAMPERED, ...goesOn(report), ...witnessed(report)];
    case "not a bundle":
      return [
        `This file is not a Sangfroid bundle, or it was damaged beyond reading: ${report.why}. Nothing was verified.`,
      ];
    case "newer version":
      return [`This bundle cannot be judged by this program: ${report.why}. Nothing was verified.`];
    case "unusable input":
      return [
        report.why === undefined
          ? "No fault was found in the bundle, but something you gave beside it could not be used. Without it the answer would say less than you asked for."
          : `The bundle cannot be verified: ${report.why}.`,
      ];
  }
}

const TAMPERED =
  "This bundle is not as it was made, or it was made wrongly: at least one of its parts does not agree with the others or with what you gave. Each fault is listed with the entry (#N) or file it was found in. One change can show in several places.";

const ATTRIBUTED =
  "Who did what is the word of the server that kept this log: nobody signs with a key of their own in this version.";

function intact(report: Report): readonly string[] {
  if (report.vkey === "none from outside") {
    return [
      "All parts of this bundle agree with each other. That is all: no key came from outside, and whoever makes a bundle can make one that agrees with itself. To know who issued it, get the verifier key (vkey) of the installation from its owner by another way, and verify again with it.",
    ];
  }
  const key =
    report.vkey === "matched earlier"
      ? "The key you gave is an earlier key of the installation; a proved rotation leads from it to the key that signed this bundle."
      : "The key you gave signed this bundle.";
  return [`All parts of this bundle agree with each other. ${key} Nothing in it was changed since.`];
}

function goesOn({ continues }: Report): readonly string[] {
  if (!continues) return [];
  const { log, size, known } = continues;
  const lost = known > size ? `, and states of it up to ${known} are known to have been signed` : "";
  return [
    `This log goes on from an earlier one, ${log}, of which an older copy was put back: ${size} entries of it${lost}. They stand here again, by the system's word, as entries whose act begins with "carried-"; what was recorded after them is lost. The earlier log is a bundle of its own: verify it too, and see that its root at size ${size} is the one named here.`,
  ];
}

function witnessed({ witnessed: size, size: whole, notCompared }: Report): readonly string[] {
  if (size === null || size === 0) {
    if (notCompared.length > 0)
      return ["Not witnessed: none of the notes you gave could be compared with this bundle."];
    return [
      "Not witnessed: you gave no checkpoint or receipt that someone outside kept. Whoever holds the key could have issued another version of this log; a checkpoint kept outside is what would show it.",
    ];
  }
  if (whole !== null && size >= whole)
    return [`Witnessed: a note kept outside agrees with all ${whole} entries.`];
  return [
    `Witnessed up to size ${size}: a note kept outside agrees with the entries below #${size}. The entries from #${size} on are newer than it.`,
  ];
}

function facts({ origin, size, root, continues, publicKey }: Report): readonly (readonly [string, string])[] {
  const rows: (readonly [string, string])[] = [];
  if (origin !== null) rows.push(["Log", origin]);
  if (size !== null) rows.push(["Entries", String(size)]);
  if (root !== null) rows.push(["Root", root]);
  if (continues) {
    rows.push(
      ["Goes on from", continues.log],
      ["Its entries", String(continues.size)],
      ["Its root", continues.root],
    );
  }
  if (publicKey !== null) {
    const { words, hex } = keyFingerprint(hexToBytes(publicKey));
    rows.push(["Key in words", words.join(" ")], ["Key fingerprint", hex]);
  }
  return rows;
}

function faultText({ entry, file, message }: Fault): string {
  if (entry === undefined) return `${file ?? ""} ${message}`.trim();
  return file === undefined ? `#${entry} ${message}` : `#${entry} ${message} (${file})`;
}

function fileText({ file, message }: FileRemark): string {
  return `${file} ${message}`;
}
