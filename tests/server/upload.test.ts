import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { EvidenceFiles } from "#app/server/files/evidence-files.ts";
import { nameToKeep } from "#app/server/files/file-name.ts";
import { receiveUpload } from "#app/server/files/upload.ts";

function evidenceFiles(limit?: number) {
  const folder = mkdtempSync(join(tmpdir(), "sangfroid-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = new EvidenceFiles(folder, limit);
  return { files, incoming: () => readdirSync(join(folder, "incoming")) };
}

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, headers, duplex: "half" };
  return new Request("http://localhost/x", init);
}

function aForm(...files: readonly [name: string, text: string][]): FormData {
  const form = new FormData();
  form.set("value", "what it shows");
  for (const [name, text] of files) form.append("file", new Blob([text], { type: "text/plain" }), name);
  return form;
}

/** The bytes of a multipart body that stops where it is told to. */
function streamOf(parts: readonly Uint8Array[], end: "close" | "fail"): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      if (end === "close") controller.close();
    },
    pull(controller) {
      if (end === "fail") controller.error(new Error("the connection was lost"));
    },
  });
}

const HEAD = Buffer.from(
  '--b\r\nContent-Disposition: form-data; name="file"; filename="a.log"\r\nContent-Type: text/plain\r\n\r\n',
);
const MULTIPART = { "Content-Type": "multipart/form-data; boundary=b" };

test("texts and files of a form arrive, the files hashed with their salt", async () => {
  const { files } = evidenceFiles();
  const upload = await receiveUpload(post(aForm(["blog post.html", "<p>key</p>"])), files);
  if (!upload.ok) throw new Error(upload.error.code);
  expect(upload.value.fields.get("value")).toBe("what it shows");
  const [file] = upload.value.files;
  if (file === undefined) throw new Error("a file was sent");
  expect(file).toMatchObject({ name: "blog post.html", type: "text/plain", size: 10 });
  expect(readFileSync(file.upload, "utf8")).toBe("<p>key</p>");
  const inner = createHash("sha256").update(file.salt).update("<p>key</p>").digest();
  expect(Buffer.compare(inner, file.inner)).toBe(0);
});

test("an empty file input is no file", async () => {
  const { files } = evidenceFiles();
  const body =
    '--b\r\nContent-Disposition: form-data; name="file"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--b--\r\n';
  const upload = await receiveUpload(post(body, MULTIPART), files);
  expect(upload.ok && upload.value.files).toEqual([]);
});

test("an upload whose connection is lost leaves nothing", async () => {
  const { files, incoming } = evidenceFiles();
  const body = streamOf([HEAD, Buffer.alloc(200_000, "x")], "fail");
  await expect(receiveUpload(post(body, MULTIPART), files)).rejects.toThrow("the connection was lost");
  expect(incoming()).toEqual([]);
});

test("an upload that ends before its last boundary leaves nothing and says so", async () => {
  const { files, incoming } = evidenceFiles();
  const upload = await receiveUpload(
    post(streamOf([HEAD, Buffer.alloc(200_000, "x")], "close"), MULTIPART),
    files,
  );
  expect(upload).toEqual({ ok: false, error: { code: "upload-broken" } });
  expect(incoming()).toEqual([]);
});

test("a whole file before a broken one is not kept either", async () => {
  const { files, incoming } = evidenceFiles();
  const body = streamOf([HEAD, Buffer.from("whole\r\n"), HEAD, Buffer.from("half")], "close");
  expect(await receiveUpload(post(body, MULTIPART), files)).toEqual({
    ok: false,
    error: { code: "upload-broken" },
  });
  expect(incoming()).toEqual([]);
});

test("a file over the limit is refused with the limit, and nothing of it stays", async () => {
  const { files, incoming } = evidenceFiles(1000);
  const upload = await receiveUpload(post(aForm(["a", "x"], ["b", "x".repeat(500_000)])), files);
  expect(upload).toEqual({ ok: false, error: { code: "file-too-large", limit: 1000 } });
  expect(incoming()).toEqual([]);
});

test("an eleventh file is refused with the limit", async () => {
  const { files, incoming } = evidenceFiles();
  const eleven = Array.from({ length: 11 }, (_, index) => [`${index}`, "x"] as const);
  const form = aForm(...eleven.map(([name, text]): [string, string] => [name, text]));
  expect(await receiveUpload(post(form), files)).toEqual({
    ok: false,
    error: { code: "too-many-files", limit: 10 },
  });
  expect(incoming()).toEqual([]);
});

test("a text too long for a field is refused by the field's name", async () => {
  const { files } = evidenceFiles();
  const form = aForm();
  form.set("note", "x".repeat(2_000_000));
  expect(await receiveUpload(post(form), files)).toEqual({
    ok: false,
    error: { code: "field-too-large", field: "note" },
  });
});

test.each([
  ["JSON", "{}", { "Content-Type": "application/json" }],
  ["multipart without a boundary", "--b--", { "Content-Type": "multipart/form-data" }],
])("%s is no form with files", async (_kind, body, headers) => {
  const { files } = evidenceFiles();
  expect(await receiveUpload(post(body, headers), files)).toEqual({
    ok: false,
    error: { code: "not-multipart" },
  });
});

test.each([
  ["../../etc/passwd", "passwd"],
  ["C:\\Users\\lin\\notes.txt", "notes.txt"],
  ["..", "file"],
  ["a\u0000b\r\n.log", "a\uFFFDb\uFFFD\uFFFD.log"],
  [`${"é".repeat(300)}.jpeg`, `${"é".repeat(250)}.jpeg`],
  ["证据 🗝.png", "证据 🗝.png"],
])("the file name %j is kept as %j", (given, kept) => {
  expect(nameToKeep(given)).toBe(kept);
});
