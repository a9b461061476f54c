import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { playbookOf } from "#app/core/playbook/content-hash.ts";
import { libraryOf } from "#app/core/playbook/library.ts";
import { shippedLibrary, shippedPlaybooks, translationOf } from "#app/server/content/playbooks.server.ts";
import { aStep, aTemplate } from "#tests/playbook/a-template.ts";

test("the newest version is the highest number, whatever the order they came in", () => {
  const versions = ["1.9.0", "1.10.0", "1.2.11"].map((version) =>
    playbookOf(aTemplate([aStep("look")], { version })),
  );
  expect(libraryOf(versions).newest("open-door")?.template.version).toBe("1.10.0");
  expect(libraryOf([...versions].reverse()).newest("open-door")?.template.version).toBe("1.10.0");
});

test("every version is found by its hash, and no other", () => {
  const versions = ["1.0.0", "1.0.1"].map((version) => playbookOf(aTemplate([aStep("look")], { version })));
  const library = libraryOf(versions);
  for (const playbook of versions) expect(library.byHash(playbook.hash)).toBe(playbook);
  expect(library.byHash("00")).toBeUndefined();
  expect(library.newest("shut-door")).toBeUndefined();
});

test("the hash is the SHA-256 of the canonical form, members in order, no blanks", () => {
  const template = aTemplate([aStep("look")]);
  const sorted = JSON.stringify(template, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  expect(playbookOf(template).hash).toBe(createHash("sha256").update(sorted).digest("hex"));
});

test("what this build ships is found by id and by hash", () => {
  for (const playbook of shippedPlaybooks) {
    expect(shippedLibrary.newest(playbook.template.id)).toBe(playbook);
    expect(shippedLibrary.byHash(playbook.hash)).toBe(playbook);
  }
});

test("a language nobody has translated has no translation", () => {
  expect(translationOf("leaked-key", "de")).toBeUndefined();
});
