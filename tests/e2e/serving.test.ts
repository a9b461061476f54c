import { existsSync, readdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type Running, sangfroid, serve, temporaryFolder } from "./sangfroid.ts";

// The server as a process of its own: what only real sockets and real signals can show.

const folder = temporaryFolder();
let server: Running;
let token: string;

beforeAll(async () => {
  server = await serve(folder.path);
  await sangfroid("user", "add", "--email", "lin@example.org", "--name", "Lin Wei", "--data", folder.path);
  const made = await sangfroid(
    "token",
    "create",
    "--user",
    "lin@example.org",
    "--name",
    "t",
    "--data",
    folder.path,
  );
  token = z.object({ token: z.string() }).parse(JSON.parse(made.stdout)).token;
});

afterAll(async () => {
  await server.stop();
  folder.remove();
});

async function declared(): Promise<string> {
  const response = await fetch(`${server.origin}/api/v1/incidents`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ title: "Access key published" }),
  });
  return z.object({ ref: z.string() }).parse(await response.json()).ref;
}

test("the first start prints where it is, and a link to set it up once", () => {
  expect(server.setUpLink).toMatch(new RegExp(`^${server.origin}/setup\\?token=[\\w-]{43}$`));
});

test("a person and a token made beside the running server work at once", async () => {
  expect(await declared()).toMatch(/^[0-9A-Z]{26}$/);
});

test("a second server on the same folder ends with one sentence and exit 1", async () => {
  const { code, stdout, stderr } = await sangfroid("serve", "--data", folder.path, "--port", "0");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(
    /^sangfroid serve: Another Sangfroid server is running on the data folder [^\n]+\n$/,
  );
});

test("an upload whose connection is cut leaves neither file nor entry, and the server goes on", async () => {
  const ref = await declared();
  const { hostname, port } = new URL(server.origin);
  const socket = connect(Number(port), hostname);
  const head = [
    `POST /api/v1/incidents/${ref}/evidence HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    `Authorization: Bearer ${token}`,
    "Content-Type: multipart/form-data; boundary=b",
    "Content-Length: 50000000",
    "",
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a.log"\r\n',
    "",
  ].join("\r\n");
  const incoming = join(folder.path, "files", "incoming");
  const files = () => (existsSync(incoming) ? readdirSync(incoming) : []);
  await new Promise<void>((resolve) => socket.write(head, () => resolve()));
  await new Promise<void>((resolve) => socket.write(Buffer.alloc(2_000_000, "x"), () => resolve()));
  await expect.poll(files).toHaveLength(1);
  socket.destroy();
  await expect.poll(files).toEqual([]);
  const response = await fetch(`${server.origin}/api/v1/incidents/${ref}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(z.object({ size: z.int() }).parse(await response.json()).size).toBe(3);
});

test("asked to stop it ends, and starts again on what it recorded", async () => {
  const ref = await declared();
  await server.stop();
  server = await serve(folder.path);
  const response = await fetch(`${server.origin}/api/v1/incidents/${ref}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(response.status).toBe(200);
});
