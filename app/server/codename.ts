import { randomInt } from "node:crypto";
import type { Reads } from "./store/port.ts";

// Codenames say nothing about what happened and are easy to tell apart on the phone.

const FIRST = (
  "amber ashen autumn brisk bronze calm cedar chalk clear cobalt copper coral crimson distant dusky early " +
  "ebony even fallow flint frosted gentle gilded golden granite green grey hazel hidden hollow inland iron " +
  "ivory jade late level linen lunar maple marble mellow misty mossy narrow northern oaken ochre olive open " +
  "pale patient pearl plain polar quiet rapid russet sandy scarlet silver slate steady still summer tidal"
).split(" ");
const SECOND = (
  "anchor arbor badger basin beacon birch bridge brook candle canyon cliff comet compass cove crane creek " +
  "delta dune eagle ember falcon fern field finch fjord forge garden glacier grove harbor heron hill " +
  "island kestrel lagoon lantern lark ledge lynx meadow mill moor orchard osprey otter owl pebble pine plover " +
  "pond prairie raven reef ridge river rowan sparrow spruce summit thicket tower valley willow wren"
).split(" ");

/** How many open incidents are asked for their codename; with more of them two may share one. */
const ASKED_MAX = 1000;

/** Two words, such as "quiet harbor", that no open incident has. */
export async function freeCodename(reads: Reads): Promise<string> {
  const open = await reads.incidents({ open: true, limit: ASKED_MAX });
  const taken = new Set(open.map(({ summary }) => codenameIn(JSON.parse(summary))));
  for (let tries = 0; tries < 100; tries++) {
    const name = pick();
    if (!taken.has(name)) return name;
  }
  return `${pick()} ${randomInt(100, 1000)}`;
}

function codenameIn(summary: unknown): unknown {
  return typeof summary === "object" && summary !== null && "codename" in summary
    ? summary.codename
    : undefined;
}

function pick(): string {
  return `${FIRST[randomInt(FIRST.length)] ?? ""} ${SECOND[randomInt(SECOND.length)] ?? ""}`;
}
