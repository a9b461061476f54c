import { chmodSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { openHouse } from "#app/server/open-house.server.ts";
import { Connection } from "#app/server/store/sqlite/connection.ts";
import { aFolder } from "#tests/store/fixture.ts";
import { sangfroid } from "./command-line.ts";

// What stops a server from starting: one sentence with the way out, and exit 1.

afterEach(() => vi.unstubAllEnvs());

async function begun(): Promise<string> {
  const data = aFolder();
  const house = await openHouse({ data, as: "command-line", app: "1.0.0", playbooks: [] });
  await house.close();
  return data;
}

async function refusal(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await sangfroid("serve", ...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^sangfroid serve: [^\n]+\n$/);
  return stderr;
}

const keyOf = (data: string) => join(data, "keys", "log-key.pem");

test("a port that is taken names the next one", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo; // it listens on a port
  expect(await refusal("--data", aFolder(), "--port", String(port))).toContain(
    `Port ${port} on 127.0.0.1 is taken. Stop the program that uses it, or choose another: --port ${port + 1}`,
  );
});

test("a refused start lets go of the folder", async () => {
  const data = aFolder();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo; // it listens on a port
  await refusal("--data", data, "--port", String(port));
  const house = await openHouse({ data, as: "server", app: "1.0.0", playbooks: [] });
  await house.close();
});

test("a second server on one folder is told that it is taken", async () => {
  const data = aFolder();
  const house = await openHouse({ data, as: "server", app: "1.0.0", playbooks: [] });
  onTestFinished(() => house.close());
  expect(await refusal("--data", data, "--port", "0")).toContain(
    "Another Sangfroid server is running on the data folder",
  );
});

test("a missing key is never replaced by a new one", async () => {
  const data = await begun();
  rmSync(keyOf(data));
  expect(await refusal("--data", data, "--port", "0")).toMatch(
    /log key .* is missing.*Put the key file back/,
  );
  expect(readdirSync(join(data, "keys"))).not.toContain("log-key.pem");
});

test("a key that others can read is refused with the command that mends it", async () => {
  const data = await begun();
  chmodSync(keyOf(data), 0o644);
  expect(await refusal("--data", data, "--port", "0")).toContain(`chmod 600 ${keyOf(data)}`);
});

test("a data folder of a newer version is refused", async () => {
  const data = await begun();
  const connection = Connection.open(join(data, "sangfroid.db"), "write");
  connection.script("PRAGMA user_version = 99");
  connection.close();
  expect(await refusal("--data", data, "--port", "0")).toContain("Start the newer program");
});

test("a data folder that is a file is refused by its name", async () => {
  const path = join(aFolder(), "data");
  writeFileSync(path, "");
  expect(await refusal("--data", path, "--port", "0")).toContain(`${path} can't be used`);
});

test.each([
  [["--port", "eighty"], "The port eighty is not a number from 0 to 65535."],
  [["--port", "70000"], "The port 70000 is not a number from 0 to 65535."],
  [["--origin", "sangfroid.example.org"], "is not a scheme and a host"],
  [["--origin", "https://example.org/app"], "is not a scheme and a host"],
  [["--origin", "ftp://example.org"], "is not a scheme and a host"],
])("%j is refused before anything is opened", async (args, sentence) => {
  const data = aFolder();
  expect(await refusal("--data", data, ...args)).toContain(sentence);
  expect(readdirSync(data)).toEqual([]);
});

test("a database address in the environment is refused rather than ignored", async () => {
  vi.stubEnv("DATABASE_URL", "postgres://localhost/sangfroid");
  expect(await refusal("--data", aFolder(), "--port", "0")).toContain("Unset DATABASE_URL");
});

test("an unknown option exits 2", async () => {
  const { code, stderr } = await sangfroid("serve", "--prot", "80");
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "sangfroid serve: There is no option --prot. Give --help to see them all.\n",
  });
});
