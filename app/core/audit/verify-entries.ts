import type { Leaf } from "./leaf.ts";
import type { Findings } from "./report.ts";
import { type Slot, slotName } from "./slot.ts";

// What entries must be to each other: commands hold together, erasures rest on another person's approval, and
// whoever acts is named. The entries come in order; only approvals and persons are kept.

/** Which slots are erased, and by which entry; read before the payloads, which come first. */
export class Erasures {
  private readonly bySeq = new Map<number, Map<string, { slot: Slot; by: number }>>();
  private count = 0;

  constructor(private readonly found: Findings) {}

  add(leaf: Leaf): void {
    for (const slot of leaf.erases ?? []) {
      const slots = this.bySeq.get(slot[0]) ?? new Map<string, { slot: Slot; by: number }>();
      this.bySeq.set(slot[0], slots);
      const earlier = slots.get(slotName(slot));
      if (earlier !== undefined) {
        this.found.entry(leaf.seq, `erases ${slotName(slot)}, which #${earlier.by} had already erased`);
        continue;
      }
      this.count += 1;
      if (this.count > ERASURES_MAX) throw new TooMuch(`more than ${ERASURES_MAX} erased slots`);
      slots.set(slotName(slot), { slot, by: leaf.seq });
    }
  }

  /** The entry that erases this slot, if one does. */
  of(slot: Slot): number | undefined {
    return this.bySeq.get(slot[0])?.get(slotName(slot))?.by;
  }

  /** Every erased slot must stand in its leaf. */
  checkSlotsOf(leaf: Leaf): void {
    for (const { slot, by } of this.bySeq.get(leaf.seq)?.values() ?? []) {
      const [, kind, place] = slot;
      const exists = kind === "f" ? Object.hasOwn(leaf.f ?? {}, place) : place < (leaf.att?.length ?? 0);
      if (!exists) this.found.entry(by, `erases ${slotName(slot)}, which never was`);
    }
  }
}

const ERASURES_MAX = 1_000_000;

/** The bundle asks for more than this program can hold; says what. */
export class TooMuch extends Error {}

export class EntryChecker {
  private before: Leaf | undefined;
  private readonly approvals = new Map<number, string>();
  private readonly named = new Set<string>();
  private acting = new Map<string, number>();

  constructor(
    private readonly log: string,
    private readonly erasures: Erasures,
    private readonly found: Findings,
  ) {}

  /** The leaf that could not be read: what follows is not held against it. */
  skip(): void {
    this.before = undefined;
  }

  check(leaf: Leaf, seq: number): void {
    if (leaf.log !== this.log) this.found.entry(seq, "belongs to another log");
    if (leaf.seq === seq) this.checkCommand(leaf, seq);
    else this.found.entry(seq, `says it is #${leaf.seq}: it stands at another's place`);
    this.erasures.checkSlotsOf(leaf);
    if (leaf.erases !== undefined) this.checkApproval(leaf, seq);
    if (leaf.prev !== undefined && seq === 0) this.found.continues = leaf.prev;
    if (leaf.act === "approved" && leaf.by.k === "person") this.approvals.set(seq, subjectAndPerson(leaf));
    this.notePersons(leaf, seq);
    this.before = leaf;
  }

  /** After the last entry. */
  finish(): void {
    this.endCommand();
  }

  private checkCommand(leaf: Leaf, seq: number): void {
    const { before } = this;
    if (leaf.cmd === seq || (before === undefined && seq > 0)) return;
    if (before === undefined || leaf.cmd !== before.cmd) {
      this.found.entry(
        seq,
        `says it belongs to the command of #${leaf.cmd}, which the entry before it does not`,
      );
    } else if (leaf.at !== before.at) {
      this.found.entry(seq, "has another time than the other entries of its command");
    }
  }

  private checkApproval(leaf: Leaf, seq: number): void {
    const subject = `${leaf.on.t} ${leaf.on.id} `;
    const approved = (leaf.ref ?? []).some((ref) => {
      const approval = this.approvals.get(ref);
      return approval?.startsWith(subject) === true && approval.slice(subject.length) !== leaf.by.u;
    });
    if (!approved) this.found.entry(seq, "erases without the approval of another person");
  }

  private notePersons(leaf: Leaf, seq: number): void {
    if (leaf.cmd === seq) this.endCommand();
    if (leaf.act === "person-named" && leaf.on.t === "person" && Object.hasOwn(leaf.f ?? {}, "name")) {
      this.named.add(leaf.on.id);
    }
    if (leaf.by.k === "person" && !this.named.has(leaf.by.u) && !this.acting.has(leaf.by.u)) {
      this.acting.set(leaf.by.u, seq);
    }
  }

  /** A person may act and be named within one command, in either order. */
  private endCommand(): void {
    for (const [person, seq] of this.acting) {
      if (this.named.has(person)) continue;
      this.named.add(person);
      this.found.remark(`${person} acts from #${seq} on without having been named in this log`);
    }
    if (this.acting.size > 0) this.acting = new Map();
  }
}

function subjectAndPerson(leaf: Leaf): string {
  return `${leaf.on.t} ${leaf.on.id} ${leaf.by.u}`;
}
