import { ed25519 } from "@noble/curves/ed25519.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { nodePrimitives } from "#app/cli/node-primitives.ts";
import { toBase64 } from "#app/core/audit/base64.ts";
import { type BundleSource, writeBundle } from "#app/core/audit/bundle.ts";
import { canonicalValue } from "#app/core/audit/canonical.ts";
import { signCheckpoint } from "#app/core/audit/checkpoint.ts";
import { commitField, commitFile, innerHash } from "#app/core/audit/commitment.ts";
import { encodeLeaf, type Leaf, type LeafActor } from "#app/core/audit/leaf.ts";
import type { NoteSigner } from "#app/core/audit/note.ts";
import type { FieldDisclosure, FileDisclosure, PayloadLine } from "#app/core/audit/payload-line.ts";
import { formatConsistency, formatReceipt } from "#app/core/audit/proof-files.ts";
import { consistencyProof, inclusionProof, type NodeReader, rootAt } from "#app/core/audit/proofs.ts";
import { type Slot, slotName } from "#app/core/audit/slot.ts";
import { emptyEdge, leafHash, push } from "#app/core/audit/tree.ts";
import { formatVkey, logVkeys, vkeyFor } from "#app/core/audit/vkey.ts";
import type { Json } from "#app/core/shared/json.ts";

// Logs for tests, made through the same functions the product uses. Everything follows from what is asked for.

const { sha256 } = nodePrimitives;

export const INST = "example.org/sangfroid/0123456789ABCDEFGHJKMNPQRS";
export const LOG = `${INST}/i/01JDDDDDDDDDDDDDDDDDDDDDDD`;
export const ALICE = "u_0000000000000000000000000A";
export const BOB = "u_0000000000000000000000000B";
const SYSTEM: LeafActor = { auth: "none", k: "system", u: "system" };

export function seedOf(word: string): Uint8Array {
  return sha256(utf8ToBytes(word));
}

export function signerOf(name: string, seed: Uint8Array): NoteSigner {
  return { vkey: vkeyFor(name, ed25519.getPublicKey(seed)), sign: (message) => ed25519.sign(message, seed) };
}

/** One entry to be made: its values and files, and any member of the leaf that matters to the test. */
export interface Draft {
  readonly act?: string;
  readonly by?: LeafActor;
  readonly values?: { readonly [field: string]: Json };
  readonly files?: readonly string[];
  readonly leaf?: Partial<Leaf>;
}

export interface TreeOf {
  readonly leaves: readonly Uint8Array[];
  readonly read: NodeReader;
}

export function treeOf(leaves: readonly Uint8Array[]): TreeOf {
  const nodes = new Map<string, Uint8Array>();
  let edge = emptyEdge;
  for (const leaf of leaves) {
    const pushed = push(edge, leafHash(leaf, sha256), sha256);
    edge = pushed.edge;
    for (const { level, index, hash } of pushed.nodes) nodes.set(`${level} ${index}`, hash);
  }
  const read = (level: number, index: number) => {
    const hash = nodes.get(`${level} ${index}`);
    if (hash === undefined) throw new Error(`no node ${level} ${index}`);
    return hash;
  };
  return { leaves, read };
}

export interface LogOptions {
  /** What is left out of the bundle. */
  readonly withhold?: (slot: Slot) => boolean;
  readonly seed?: Uint8Array;
  readonly origin?: string;
}

/** A named person, then so many notes. */
export function notes(count: number): readonly Draft[] {
  return [
    named(ALICE, "Alice"),
    ...Array.from({ length: count - 1 }, (_, at) => ({ values: { note: `note ${at + 1}, clé 中` } })),
  ];
}

export function named(person: string, name: string): Draft {
  return {
    act: "person-named",
    by: { auth: "passkey", k: "person", u: person },
    values: { name },
    leaf: { on: { t: "person", id: person } },
  };
}

export class TestLog {
  readonly tree: TreeOf;
  readonly leaves: readonly Leaf[];
  private readonly erasedBy = new Map<string, number>();
  private readonly seed: Uint8Array;
  readonly origin: string;

  constructor(
    private readonly drafts: readonly Draft[],
    private readonly options: LogOptions = {},
  ) {
    this.seed = options.seed ?? seedOf("test");
    this.origin = options.origin ?? LOG;
    this.leaves = drafts.map((draft, seq) => this.leafOf(draft, seq));
    for (const { erases = [], seq } of this.leaves)
      for (const slot of erases) this.erasedBy.set(slotName(slot), seq);
    this.tree = treeOf(this.leaves.map(encodeLeaf));
  }

  get size(): number {
    return this.drafts.length;
  }

  get vkey(): string {
    return formatVkey(this.signer(INST).vkey);
  }

  signer(name: string): NoteSigner {
    return signerOf(name, this.seed);
  }

  async checkpoint(size = this.size): Promise<string> {
    return signCheckpoint({ origin: this.origin, size, root: await rootAt(size, this.tree.read) }, [
      this.signer(this.origin),
    ]);
  }

  async receipt(index: number, size = this.size): Promise<string> {
    const proof = await inclusionProof(index, size, this.tree.read);
    return formatReceipt({
      leaf: this.tree.leaves[index] ?? new Uint8Array(0),
      index,
      proof,
      checkpoint: await this.checkpoint(size),
    });
  }

  async consistency(from: number, to = this.size): Promise<string> {
    return formatConsistency({
      from,
      proof: await consistencyProof(from, to, this.tree.read),
      checkpoint: await this.checkpoint(to),
    });
  }

  /** The log-head of this log as entry of the installation log, alone in it. */
  async anchor(size = this.size): Promise<string> {
    const leaf = encodeLeaf({
      v: 1,
      log: INST,
      seq: 0,
      at: "2026-11-24T05:00:00.000Z",
      by: SYSTEM,
      act: "log-head",
      on: { t: "log", id: this.origin.slice(-26) },
      cmd: 0,
      app: "1.0.0",
      head: { log: this.origin, root: toBase64(await rootAt(size, this.tree.read)), rotations: 0, size },
    });
    const checkpoint = signCheckpoint({ origin: INST, size: 1, root: leafHash(leaf) }, [this.signer(INST)]);
    return formatReceipt({ leaf, index: 0, proof: [], checkpoint });
  }

  async source(): Promise<BundleSource> {
    return {
      origin: this.origin,
      size: this.size,
      publicKey: ed25519.getPublicKey(this.seed),
      checkpoint: await this.checkpoint(),
      leaves: async (from, to) => this.tree.leaves.slice(from, to),
      payloads: async (from, to) =>
        this.drafts.slice(from, to).map((draft, at) => this.lineOf(draft, from + at)),
      nodes: async (level, from, to) =>
        Promise.all(Array.from({ length: to - from }, (_, at) => this.tree.read(level, from + at))),
      files: this.disclosedFiles(),
      anchor: await this.anchor(),
      rotations: [],
      readme: "Read me.\n",
      report: "<!doctype html><title>Report</title>\n",
      verifier: "<!doctype html><title>Verifier</title>\n",
    };
  }

  async bundle(): Promise<Uint8Array> {
    return bundleOf(
      await this.source(),
      this.signer(logVkeys(this.origin, ed25519.getPublicKey(this.seed)).manifest.name),
    );
  }

  private leafOf(draft: Draft, seq: number): Leaf {
    const f = Object.entries(draft.values ?? {}).map(([name, value]) => [
      name,
      commitField(
        this.origin,
        seq,
        name,
        innerHash(saltOf([seq, "f", name]), canonicalValue(value), sha256),
        sha256,
      ),
    ]);
    const att = (draft.files ?? []).map((text, index) =>
      commitFile(
        this.origin,
        seq,
        index,
        innerHash(saltOf([seq, "att", index]), utf8ToBytes(text), sha256),
        sha256,
      ),
    );
    return {
      v: 1,
      log: this.origin,
      seq,
      at: "2026-11-24T03:46:00.123Z",
      by: draft.by ?? { auth: "passkey", k: "person", u: ALICE },
      act: draft.act ?? "note-added",
      on: { t: "step", id: `S${seq}` },
      cmd: seq,
      app: "1.0.0",
      ...(f.length > 0 ? { f: Object.fromEntries(f) } : {}),
      ...(att.length > 0 ? { att } : {}),
      ...draft.leaf,
    };
  }

  private lineOf(draft: Draft, seq: number): PayloadLine {
    const f: Record<string, FieldDisclosure> = {};
    for (const [name, value] of Object.entries(draft.values ?? {})) {
      const slot: Slot = [seq, "f", name];
      f[name] = this.hidden(slot) ?? { salt: toBase64(saltOf(slot)), value };
    }
    const att: FileDisclosure[] = (draft.files ?? []).map((_, index) => {
      const slot: Slot = [seq, "att", index];
      return this.hidden(slot) ?? { salt: toBase64(saltOf(slot)) };
    });
    return {
      seq,
      ...(draft.values === undefined ? {} : { f }),
      ...(draft.files === undefined ? {} : { att }),
    };
  }

  private hidden(slot: Slot): { erased: number } | { withheld: true } | undefined {
    const by = this.erasedBy.get(slotName(slot));
    if (by !== undefined) return { erased: by };
    return this.options.withhold?.(slot) === true ? { withheld: true } : undefined;
  }

  private disclosedFiles() {
    return this.drafts.flatMap((draft, seq) =>
      (draft.files ?? []).flatMap((text, index) => {
        if (this.hidden([seq, "att", index]) !== undefined) return [];
        return [{ commitment: this.leaves[seq]?.att?.[index] ?? "", open: () => [utf8ToBytes(text)] }];
      }),
    );
  }
}

export async function bundleOf(source: BundleSource, signer: NoteSigner): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  await writeBundle(source, signer, (bytes) => void parts.push(bytes), nodePrimitives);
  return new Uint8Array(Buffer.concat(parts));
}

function saltOf(slot: Slot): Uint8Array {
  return sha256(utf8ToBytes(`salt of ${slotName(slot)}`));
}
