import { detect } from "#app/core/credential/detect.ts";
import { corpus, type Labelled, plainText } from "./bench-corpus/corpus.ts";
import { type Figures, figuresOf, type Span } from "./bench-corpus/figures.ts";

// The detector on a corpus of its own making, and its speed on plain and on hostile texts, beside secretlint's
// recommended rules in the same run. The corpus is drawn from a seed: formats as providers publish them.

const SEED = 20_261_124;
const MEGABYTE = 1_000_000;

interface Speed {
  readonly seconds: number;
  readonly megabytesPerSecond: number;
}

export interface ScanBench {
  readonly corpus: { readonly seed: number; readonly bytes: number };
  readonly sangfroid: Figures;
  readonly speed: Readonly<Record<string, Speed>>;
  /** Null where secretlint, a development dependency, is not installed. */
  readonly secretlint: {
    readonly recall: number;
    readonly precision: number;
    readonly falseAny: number;
    readonly prose: Speed;
    readonly corpus: Speed;
  } | null;
}

export async function benchScan(): Promise<ScanBench> {
  const { leaks, decoys } = corpus(SEED);
  const whole = [...leaks, ...decoys].map(({ text }) => text).join("\n");
  const prose = plainText(MEGABYTE, SEED);
  const texts = {
    corpus: whole,
    "prose 1 MB": prose,
    "prose 10 MB": plainText(10 * MEGABYTE, SEED),
    ...hostileTexts(),
  };
  detect(prose);
  return {
    corpus: { seed: SEED, bytes: Buffer.byteLength(whole) },
    sangfroid: figuresOf(leaks, decoys, ({ text }) =>
      detect(text).map(({ start, end, confidence }) => ({ start, end, isHigh: confidence === "high" })),
    ),
    speed: Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, timed(text)])),
    secretlint: await besideSecretlint(leaks, decoys, prose, whole),
  };
}

/** Texts that make a careless detector slow: beginnings without ends, words without values. */
export function hostileTexts(size = 5 * MEGABYTE): Readonly<Record<string, string>> {
  const of = (part: string) => part.repeat(Math.ceil(size / part.length)).slice(0, size);
  return {
    "BEGIN without END": of("-----BEGIN PRIVATE KEY-----\n"),
    "one long base64": of("QUJD"),
    "tokens begun": of("eyJ.eyJ-ghp_xoxb-AKIA sk-"),
    "words of Alibaba": of("ossclient aliyuncs.com 密钥 "),
    "addresses begun": of("a://b:c"),
    "signatures begun": of("sig=&"),
    "secrets begun": of("password secret token = "),
    "key ids": of("AKIAQ3Z5W7R2T6Y4U5P2 "),
  };
}

function timed(text: string): Speed {
  const start = performance.now();
  detect(text);
  return speedOf(text, performance.now() - start);
}

function speedOf(text: string, milliseconds: number): Speed {
  return {
    seconds: milliseconds / 1000,
    megabytesPerSecond: Buffer.byteLength(text) / MEGABYTE / (milliseconds / 1000),
  };
}

async function besideSecretlint(
  leaks: readonly Labelled[],
  decoys: readonly Labelled[],
  prose: string,
  whole: string,
): Promise<ScanBench["secretlint"]> {
  const lint = await secretlint();
  if (lint === undefined) return null;
  const finds = new Map<Labelled, readonly Span[]>();
  for (const one of [...leaks, ...decoys]) finds.set(one, await lint(one.text));
  const { recall, precision, falseAny } = figuresOf(leaks, decoys, (one) => finds.get(one) ?? []);
  const measured = async (text: string) => {
    const start = performance.now();
    await lint(text);
    return speedOf(text, performance.now() - start);
  };
  return { recall, precision, falseAny, prose: await measured(prose), corpus: await measured(whole) };
}

async function secretlint(): Promise<((text: string) => Promise<readonly Span[]>) | undefined> {
  const loaded = await load();
  if (loaded === undefined) return undefined;
  const [{ lintSource }, { creator }] = loaded;
  const config = {
    rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: creator, rules: [], options: {} }],
  };
  return async (text) => {
    const { messages } = await lintSource({
      source: { filePath: "corpus.txt", content: text, contentType: "text" },
      options: { config, noPhysicFilePath: true },
    });
    return messages.map(({ range: [start, end] }) => ({ start, end, isHigh: true }));
  };
}

async function load() {
  try {
    return await Promise.all([
      import("@secretlint/core"),
      import("@secretlint/secretlint-rule-preset-recommend"),
    ]);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw cause;
  }
}
