import { describe, expect, test } from "vitest";
import { translate } from "#app/core/playbook/overlay.ts";
import type { Template } from "#app/core/playbook/template.ts";
import { textsOf } from "#app/core/playbook/texts.ts";
import { shippedPlaybooks } from "#app/server/content/playbooks.server.ts";

type Words = Map<string, Words | string>;

describe.each(shippedPlaybooks.map((shipped) => [shipped.template.id, shipped.template] as const))(
  "the texts of %s",
  (_, template) => {
    test("have one address each", () => {
      const addresses = textsOf(template).map((text) => text.address.join("/"));
      expect(new Set(addresses).size).toBe(addresses.length);
    });

    test("given back unchanged are the same playbook", () => {
      expect(
        translate(
          template,
          overlayOf(template, (text) => text),
        ),
      ).toEqual({ ok: true, value: template });
    });

    test("are all that a translation changes", () => {
      const translated = translate(
        template,
        overlayOf(template, (text) => `${text.slice(0, 490)} ·`),
      );
      if (!translated.ok) throw new Error(JSON.stringify(translated.error));
      expect(textsOf(translated.value).every((text) => text.text.endsWith(" ·"))).toBe(true);
      expect(withoutTexts(translated.value)).toEqual(withoutTexts(template));
    });

    test("are missed when they are left out, whatever field they belong to", () => {
      const oneOfEachField = new Map(textsOf(template).map((text) => [fieldOf(text.path), text.address]));
      for (const address of oneOfEachField.values()) {
        const overlay = overlayOf(template, (text, at) =>
          at.join("/") === address.join("/") ? undefined : text,
        );
        const translated = translate(template, overlay);
        expect(translated.ok ? [] : translated.error.map((problem) => problem.at)).toEqual([
          address.join("."),
        ]);
      }
    });
  },
);

/** The overlay that gives every text as `word` says; undefined leaves it out. */
function overlayOf(
  template: Template,
  word: (text: string, address: readonly string[]) => string | undefined,
) {
  const root: Words = new Map();
  for (const { address, text } of textsOf(template)) {
    const given = word(text, address);
    if (given === undefined) continue;
    let place = root;
    for (const name of address.slice(0, -1)) {
      const next = place.get(name);
      const inner: Words = next instanceof Map ? next : new Map();
      place.set(name, inner);
      place = inner;
    }
    place.set(address.at(-1) ?? "", given);
  }
  const { id: of, version, language } = template;
  return { of, version, language, ...plain(root) };
}

type Plain = { readonly [name: string]: Plain | string };

function plain(words: Words): Plain {
  return Object.fromEntries(
    [...words].map(([name, value]) => [name, value instanceof Map ? plain(value) : value]),
  );
}

/** `steps.evidence.label`: the path without its positions. */
function fieldOf(path: readonly (string | number)[]): string {
  return path.filter((name) => typeof name === "string").join(".");
}

function withoutTexts(template: Template): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(template));
  for (const { path } of textsOf(template)) {
    const parent = path.slice(0, -1).reduce<unknown>((at, name) => Reflect.get(Object(at), name), copy);
    Reflect.set(Object(parent), path.at(-1) ?? "", "");
  }
  return copy;
}
