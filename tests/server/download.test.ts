import fc from "fast-check";
import { expect, test } from "vitest";
import { attachment, download } from "#app/features/log/download.server.ts";

test.each([
  ["report.pdf", `attachment; filename="report.pdf"; filename*=UTF-8''report.pdf`],
  ["naïve.txt", `attachment; filename="na_ve.txt"; filename*=UTF-8''na%C3%AFve.txt`],
  ["证据.png", `attachment; filename="__.png"; filename*=UTF-8''%E8%AF%81%E6%8D%AE.png`],
  ["../../etc/passwd", `attachment; filename=".._.._etc_passwd"; filename*=UTF-8''.._.._etc_passwd`],
  [`a"b;c%d'e.txt`, `attachment; filename="a_b_c_d'e.txt"; filename*=UTF-8''a%22b%3Bc%25d%27e.txt`],
  ["a\r\nSet-Cookie: x", `attachment; filename="a__Set-Cookie: x"; filename*=UTF-8''a__Set-Cookie%3A%20x`],
  ["photo\u202egpj.exe", `attachment; filename="photo_gpj.exe"; filename*=UTF-8''photo_gpj.exe`],
  ["", `attachment; filename="file"; filename*=UTF-8''file`],
])("a file named %j is offered under both of its spellings", (name, disposition) => {
  expect(attachment(name)).toBe(disposition);
});

test("whatever a file is called, its name stays inside the header and leads out of no folder", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (name) => {
      const value = attachment(name);
      expect(value).toMatch(/^attachment; filename="[ !#$&-:<-[\]-~]+"; filename\*=UTF-8''[\w.!~%-]+$/);
      const kept = decodeURIComponent(value.slice(value.indexOf("''") + 2));
      expect(kept).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
      expect(new Headers({ "Content-Disposition": value }).get("Content-Disposition")).toBe(value);
    }),
  );
});

test("half a character in a name is replaced", () => {
  expect(attachment("a\ud800b.txt")).toBe(`attachment; filename="a_b.txt"; filename*=UTF-8''a_b.txt`);
});

test("a file is never kept on the way, and its length is told where it is known", () => {
  const { headers } = download("bytes", { name: "a.txt", type: "text/plain", size: 5 });
  expect(headers.get("Cache-Control")).toBe("no-store");
  expect(headers.get("Content-Length")).toBe("5");
});
