import { expect, test } from "vitest";
import { keyFingerprint } from "#app/core/audit/key-words.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { aHouse, declared } from "#tests/store/a-house.ts";
import { sangfroid } from "./command-line.ts";

async function anInstallation() {
  const { house, data, options } = await aHouse();
  await declared(house);
  await house.close();
  return { house, data, options };
}

test("the log key is changed, and its words and verifier key are told", async () => {
  const { house, data, options } = await anInstallation();
  const { code, stdout } = await sangfroid("rotate-key", "--because", "A year is over.", "--data", data);
  expect(code).toBe(0);
  const again = await openHouse({ ...options, app: "1.0.0" });
  expect(again.vkey).not.toBe(house.vkey);
  expect(stdout).toContain(`change 1 of ${house.installation}`);
  expect(stdout).toContain(again.vkey);
  expect(stdout).toContain(keyFingerprint(again.key.publicKey).words.join(" "));
  await again.close();
  expect(await sangfroid("rebuild", "--check", "--data", data)).toMatchObject({ code: 0 });
});

test("a running server must be stopped first, and the key stays as it was", async () => {
  const { house, data, options } = await anInstallation();
  const server = await openHouse({ ...options, as: "server" });
  const refused = await sangfroid("rotate-key", "--because", "A year is over.", "--data", data);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("Stop it first") });
  await server.close();
  const again = await openHouse(options);
  expect(again.vkey).toBe(house.vkey);
  await again.close();
});

test.each([[[]], [["--because", " "]]])("without a reason (%j) nothing is done", async (args) => {
  const { data } = await anInstallation();
  const { code, stderr } = await sangfroid("rotate-key", ...args, "--data", data);
  expect(code).toBe(2);
  expect(stderr).toContain("--because WHY");
});
