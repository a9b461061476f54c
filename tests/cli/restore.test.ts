import { copyFileSync, cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openHouse } from "#app/server/open-house.server.ts";
import { aFolder } from "#tests/store/fixture.ts";
import { sangfroid } from "./command-line.ts";

async function backedUp() {
  const data = aFolder();
  const backup = join(aFolder(), "backup.tar");
  await (await openHouse({ data, as: "command-line", app: "1.0.0", playbooks: [] })).close();
  expect((await sangfroid("backup", backup, "--data", data)).code).toBe(0);
  return { data, backup, target: join(aFolder(), "data") };
}

const opened = (data: string) => openHouse({ data, as: "command-line", app: "1.0.0", playbooks: [] });

test("a restore beside the kept checkpoint says that it goes on at once, and it does", async () => {
  const { data, backup, target } = await backedUp();
  mkdirSync(target);
  cpSync(join(data, "keys"), join(target, "keys"), { recursive: true });
  const { code, stdout } = await sangfroid("restore", backup, "--data", target);
  expect(code).toBe(0);
  expect(stdout).toContain("so it goes on at once");
  expect(stdout).toContain("tokens that were revoked, passkeys and second steps that were removed");
  const house = await opened(target);
  expect(house.standing).toBe("sound");
  await house.close();
});

test("a restore that is behind the kept checkpoint says so", async () => {
  const { data, backup, target } = await backedUp();
  const added = await sangfroid("user", "add", "--email", "a@b.example", "--name", "Ana", "--data", data);
  expect(added.code).toBe(0);
  mkdirSync(target);
  cpSync(join(data, "keys"), join(target, "keys"), { recursive: true });
  const { stdout } = await sangfroid("restore", backup, "--data", target);
  expect(stdout).toMatch(/This backup is not the newest state.*Restore a newer backup/);
  expect(stdout).toContain(`sangfroid restore --begin-anew "why" --data ${target}`);
});

test("a restore that is behind goes on under a new origin when someone says so, and only then", async () => {
  const { data, backup, target } = await backedUp();
  const added = await sangfroid("user", "add", "--email", "a@b.example", "--name", "Ana", "--data", data);
  expect(added.code).toBe(0);
  mkdirSync(target);
  cpSync(join(data, "keys"), join(target, "keys"), { recursive: true });
  await sangfroid("restore", backup, "--data", target);
  const accepting = ["restore", "--accept-as-newest", "I want to go on.", "--data", target];
  expect((await sangfroid(...accepting)).code).toBe(1);
  const anew = ["restore", "--begin-anew", "The disk is gone.", "--data", target];
  const { code, stdout } = await sangfroid(...anew);
  expect(code).toBe(0);
  expect(stdout).toMatch(/goes on as \S+, by .*\nWhat was recorded after this copy is lost/s);
  const house = await opened(target);
  expect(house.standing).toBe("sound");
  expect(await house.store.snapshot((reads) => reads.installations())).toHaveLength(2);
  await house.close();
  expect(await sangfroid(...anew)).toMatchObject({ code: 1, stderr: expect.stringContaining("is sound") });
});

test("a restore without the kept checkpoint says what to type, and that works", async () => {
  const { data, backup, target } = await backedUp();
  const { stdout } = await sangfroid("restore", backup, "--data", target);
  expect(stdout).toContain(`sangfroid restore --accept-as-newest "how you know" --data ${target}`);
  mkdirSync(join(target, "keys"));
  copyFileSync(join(data, "keys", "log-key.pem"), join(target, "keys", "log-key.pem"));
  const refused = await sangfroid("user", "add", "--email", "a@b.example", "--name", "Ana", "--data", target);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("--accept-as-newest");
  const accepting = ["restore", "--accept-as-newest", "The server stopped before.", "--data", target];
  expect(await sangfroid(...accepting)).toMatchObject({ code: 0, stdout: expect.stringContaining("#1 of") });
  expect(await sangfroid(...accepting)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("sound already"),
  });
  const house = await opened(target);
  expect(house.standing).toBe("sound");
  await house.close();
});

test.each([
  [["--accept-as-newest", " "]],
  [["backup.tar", "--accept-as-newest", "why"]],
  [["--begin-anew", " "]],
  [["backup.tar", "--begin-anew", "why"]],
  [["--accept-as-newest", "why", "--begin-anew", "why"]],
])("%j is refused", async (args) => {
  expect((await sangfroid("restore", ...args, "--data", aFolder())).code).toBe(2);
});
