import fc from "fast-check";
import { expect, test } from "vitest";
import { isHarmless, namesIn, piecesOf } from "#app/ui/snippet.ts";

const TEMPLATE =
  "aws iam update-access-key --access-key-id {{key_id}} --user-name {{user}} --status Inactive";

function written(template: string, values: Record<string, string>): string {
  return piecesOf(template, values)
    .map((piece) => piece.text)
    .join("");
}

test("each name of a snippet is asked for once", () => {
  expect(namesIn(`${TEMPLATE}\n{{ key_id }}`)).toEqual(["key_id", "user"]);
});

test("filled names read as the command that is copied", () => {
  expect(written(TEMPLATE, { key_id: "AKIA5EXAMPLE", user: "billing-export" })).toBe(
    "aws iam update-access-key --access-key-id AKIA5EXAMPLE --user-name billing-export --status Inactive",
  );
});

test("an empty value leaves the name to be seen", () => {
  expect(written(TEMPLATE, { key_id: "AKIA5EXAMPLE" })).toContain("{{user}}");
});

test.each(["x; rm -rf /", "$(id)", "`id`", "a b", "a\nb", "'", "-rf", "a|b", "a>b", "~", "*"])(
  "a value a shell would act on is not filled in: %j",
  (value) => {
    expect(isHarmless(value)).toBe(false);
    expect(written("echo {{x}}", { x: value })).toBe("echo {{x}}");
  },
);

test("whatever is filled in, the rest of the command stays as the playbook wrote it", () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const text = written("a {{x}} b", { x: value });
      expect(text === "a {{x}} b" || /^a [\w./:@+=,%-]+ b$/.test(text)).toBe(true);
    }),
  );
});
