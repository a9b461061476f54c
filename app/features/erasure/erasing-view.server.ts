import type { AnyText, PageKey } from "#app/content/messages/keys.ts";
import { leafHash } from "#app/core/audit/tree.ts";
import { requestOf } from "#app/core/incident/approval.ts";
import { mayAnswer } from "#app/core/incident/approval-asking.ts";
import type { CommandOf } from "#app/core/incident/command.ts";
import { type Entry, fieldsOf } from "#app/core/incident/entry.ts";
import { erasablePlaces, type Place } from "#app/core/incident/erasable.ts";
import type { Approval, Incident } from "#app/core/incident/incident.ts";
import { approversFor, requestSlots } from "#app/core/incident/rules-erasure.ts";
import { nameOf } from "#app/core/incident/summary.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import type { Json } from "#app/core/shared/json.ts";
import { BEYOND } from "#app/server/erasure.ts";
import type { House } from "#app/server/house.server.ts";
import { sha256 } from "#app/server/log/sha256.ts";
import { entriesOf, originOf } from "#app/server/queries/log-entries.ts";
import { ROLE_WORDS } from "../incidents/people-view.server.ts";

/** A value or a file of the entry, as it is told before it goes. */
interface PlaceView {
  readonly place: Place;
  readonly label: string;
  readonly text: string;
}

/** What was asked for and not answered yet. */
interface AskedView {
  readonly id: number;
  readonly hash: string;
  readonly by: string;
  readonly at: string;
  readonly isVoid: boolean;
  readonly places: readonly string[];
  readonly ground: string;
  readonly because: string;
  readonly mayAnswer: boolean;
}

export interface ErasingView {
  readonly places: readonly PlaceView[];
  /** Hex: what proves that the entry stood there, before and after. */
  readonly hash: string;
  /** Entries that go along, since they hold the same words. */
  readonly along: readonly number[];
  /** Entries that may say the same in other words, and stay. */
  readonly near: readonly number[];
  readonly beyond: readonly string[];
  /** People who could approve it, by their names; the functions they would need, where there is nobody. */
  readonly approvers: string;
  readonly functions: string;
  readonly asked: AskedView | undefined;
}

export async function erasingView(
  house: House,
  incident: Incident,
  entry: Entry,
  me: UserId,
  text: AnyText,
): Promise<ErasingView> {
  const roles = approversFor(incident, me);
  const able = [...incident.people.values()].filter(
    ({ id, roles: own = [], deactivated }) =>
      id !== me && !deactivated && own.some((role) => roles.includes(role)),
  );
  return {
    places: erasablePlaces(entry).map((place) => placeView(entry, place, text)),
    hash: await hashOf(house, incident, entry.seq),
    along: requestSlots(incident, entry).map(([seq]) => seq),
    near: await nearTo(house, incident, entry),
    beyond: BEYOND.map((where) => text(`erasure.beyond-${where}`)),
    approvers: text.list(able.map(({ id }) => nameOf(incident, id))),
    functions: text.list(roles.map((role) => text(ROLE_WORDS[role]))),
    asked: askedView(incident, entry.seq, me, text),
  };
}

async function hashOf(house: House, incident: Incident, seq: number): Promise<string> {
  const origin = originOf(house, incident);
  const [leaf] = await house.store.snapshot((reads) => reads.leaves(origin, seq, seq + 1));
  return leaf === undefined ? "" : Buffer.from(leafHash(leaf, sha256)).toString("hex");
}

/** Corrections say what they correct once more, and the other way round. */
async function nearTo(house: House, incident: Incident, entry: Entry): Promise<readonly number[]> {
  const later = await entriesOf(house, incident, entry.seq + 1, incident.size);
  const corrections = later.filter(({ act, ref }) => act === "entry-corrected" && ref[0] === entry.seq);
  const corrected = entry.act === "entry-corrected" ? entry.ref.slice(0, 1) : [];
  return [...corrected, ...corrections.map(({ seq }) => seq)];
}

const LABELS: Readonly<Record<string, PageKey>> = {
  title: "erasure.label-title",
  name: "erasure.label-name",
  email: "erasure.label-address",
  codename: "erasure.label-codename",
  because: "erasure.label-reason",
  reason: "erasure.label-reason",
  breakGlass: "erasure.label-reason",
  file: "erasure.label-file-name",
  command: "erasure.label-request",
};

export function placeLabel(place: string, text: AnyText): string {
  if (place.startsWith("att:")) return text("erasure.label-file");
  return text(LABELS[place.slice("f:".length)] ?? "erasure.label-words");
}

function placeView(entry: Entry, place: Place, text: AnyText): PlaceView {
  const label = placeLabel(place, text);
  if (place.startsWith("att:")) {
    const file = fieldsOf("evidence-added", entry).file;
    return { place, label, text: file?.name ?? text("entry.erased") };
  }
  return { place, label, text: textsIn(entry.f[place.slice("f:".length)]).join("\n") };
}

function textsIn(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

function askedView(incident: Incident, seq: number, me: UserId, text: AnyText): AskedView | undefined {
  const found = askedFor(incident, seq);
  if (found === undefined) return undefined;
  const { approval, command, isVoid } = found;
  return {
    id: approval.id,
    hash: approval.hash ?? "",
    by: nameOf(incident, approval.requestedBy),
    at: approval.at,
    isVoid,
    places: command.slots,
    ground: text(`entry.ground-${command.ground}`),
    because: command.because,
    mayAnswer: mayAnswer(incident, approval, me),
  };
}

interface AskedFor {
  readonly approval: Approval;
  readonly command: CommandOf<"erase-payload">;
  readonly isVoid: boolean;
}

function askedFor(incident: Incident, seq: number): AskedFor | undefined {
  for (const approval of [...incident.approvals.values()].reverse()) {
    if (approval.status !== "waiting" || approval.on.t !== "entry" || approval.on.id !== String(seq))
      continue;
    const { command, void: isVoid } = requestOf(incident, approval);
    if (command?.kind === "erase-payload") return { approval, command, isVoid };
  }
  return undefined;
}
