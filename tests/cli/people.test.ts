import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { z } from "zod";
import { run as user } from "#app/cli/user.ts";
import { personWithToken } from "#app/server/auth/bearer.ts";
import { openDoor } from "#app/server/auth/door.ts";
import { signIn } from "#app/server/auth/sign-in.ts";
import { signInByLink } from "#app/server/auth/sign-in-link.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { entered, secretIn } from "#tests/server/a-browser.ts";
import { aFolder } from "#tests/store/fixture.ts";
import { printed, sangfroid } from "./command-line.ts";

const PASSWORD = "correct horse battery";
const LIN = ["--email", "Lin@Example.org", "--name", "Lin Wei"];

const addedPerson = z.strictObject({ id: z.string(), email: z.string(), name: z.string(), role: z.string() });

function openedAs(as: "server" | "command-line", data: string) {
  return openHouse({ data, as, app: "1.0.0", playbooks: [] });
}

test("a person is added to an empty folder, and can sign in with the password from standard input", async () => {
  const data = aFolder();
  const input = Readable.from([`${PASSWORD}\n`]);
  const { code, stdout } = await printed(() =>
    user(["add", ...LIN, "--role", "administrator", "--password-stdin", "--data", data], input),
  );
  expect(code).toBe(0);
  expect(addedPerson.parse(JSON.parse(stdout))).toMatchObject({
    email: "lin@example.org",
    role: "administrator",
  });
  const house = await openedAs("command-line", data);
  const door = openDoor(house, "http://localhost:3000");
  const request = new Request("http://localhost:3000");
  const credentials = { email: "lin@example.org", password: PASSWORD };
  const visit = { address: "127.0.0.1", device: "Firefox on Linux" };
  expect((await signIn({ door, request, visit }, credentials)).ok).toBe(true);
  await house.close();
});

test("no token is made for a break-glass account, and the refusal says what to do", async () => {
  const data = aFolder();
  const whose = "lin@example.org";
  await sangfroid("user", "add", ...LIN, "--data", data);
  await sangfroid("user", "break-glass", "--email", whose, "--data", data);
  expect(await sangfroid("token", "create", "--user", whose, "--name", "ci", "--data", data)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("no one opens alone. Make the token for another account."),
  });
});

test("a token made beside a running server is taken by that server at once", async () => {
  const data = aFolder();
  const house = await openedAs("server", data);
  await sangfroid("user", "add", ...LIN, "--data", data);
  const { code, stdout } = await sangfroid(
    "token",
    "create",
    "--user",
    "lin@example.org",
    "--name",
    "ci",
    "--data",
    data,
  );
  expect(code).toBe(0);
  const { token } = z.strictObject({ token: z.string() }).parse(JSON.parse(stdout));
  expect(await personWithToken(openDoor(house, "http://localhost:3000"), token)).toMatchObject({
    name: "Lin Wei",
  });
  await house.close();
});

test("what is added at the command line stands in the installation's log", async () => {
  const data = aFolder();
  await sangfroid("user", "add", ...LIN, "--data", data);
  await sangfroid(
    "token",
    "create",
    "--user",
    "lin@example.org",
    "--name",
    "ci",
    "--days",
    "30",
    "--data",
    data,
  );
  const house = await openedAs("command-line", data);
  const entries = await house.store.snapshot((reads) => reads.entries(house.installation, 0, 10));
  const leaves = entries.map(({ leaf }) =>
    z.looseObject({ act: z.string() }).parse(JSON.parse(Buffer.from(leaf).toString())),
  );
  expect(leaves.map(({ act }) => act)).toEqual(["installation-begun", "person-added", "token-created"]);
  expect(leaves[1]?.by).toEqual({ auth: "shell", k: "system", u: "system" });
  await house.close();
});

test.each([
  [["user", "remove"], 2, "user add"],
  [["user", "add", "--name", "Lin"], 2, "--email: This is needed."],
  [["user", "add", "--email", "lin", "--name", "Lin"], 2, "--email: An address looks like lin@example.org."],
  [["user", "add", ...LIN, "--role", "boss"], 2, "--role: One of: administrator, member, observer, guest."],
  [["token", "create", "--name", "ci"], 2, "--user: This is needed."],
  [
    ["token", "create", "--user", "lin@example.org", "--name", "ci", "--days", "soon"],
    2,
    "--days: This must be a number.",
  ],
  [["token", "create", "--user", "lin@example.org", "--name", "ci", "--days", "0"], 2, "--days: At least 1."],
  [
    ["token", "create", "--user", "nobody@example.org", "--name", "ci"],
    1,
    "Add them first: sangfroid user add",
  ],
])("%j exits %d and says why", async (args, exit, sentence) => {
  const { code, stdout, stderr } = await sangfroid(...args, "--data", aFolder());
  expect({ code, stdout }).toEqual({ code: exit, stdout: "" });
  expect(stderr).toContain(sentence);
});

test("an address that is someone's already exits 1, and nobody is added", async () => {
  const data = aFolder();
  await sangfroid("user", "add", ...LIN, "--data", data);
  const { code, stderr } = await sangfroid(
    "user",
    "add",
    "--email",
    "LIN@example.org",
    "--name",
    "Other",
    "--data",
    data,
  );
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: "sangfroid user: lin@example.org is someone's address already.\n",
  });
});

test("a password of 14 characters is refused by the option it came through", async () => {
  const { code, stderr } = await printed(() =>
    user(["add", ...LIN, "--password-stdin", "--data", aFolder()], Readable.from(["short password"])),
  );
  expect(code).toBe(2);
  expect(stderr).toContain("--password-stdin: At least 15 characters.");
});

test("a link made at the command line lets its person in beside a running server, and asks for a new password", async () => {
  const data = aFolder();
  const house = await openedAs("server", data);
  await sangfroid("user", "add", ...LIN, "--data", data);
  const { code, stdout } = await sangfroid("user", "link", "--email", "lin@example.org", "--data", data);
  expect(code).toBe(0);
  const { link } = z.strictObject({ link: z.string(), expiresAt: z.string() }).parse(JSON.parse(stdout));
  expect(link).toMatch(/^http:\/\/localhost:3000\/signin\/link\?secret=[\w-]{43}$/);
  const door = openDoor(house, "http://localhost:3000");
  const request = new Request("http://localhost:3000");
  const visit = { address: "127.0.0.1", device: "Firefox on Linux" };
  const { signedIn } = entered(await signInByLink({ door, request, visit }, secretIn(link)));
  expect(signedIn.person.email).toBe("lin@example.org");
  await house.close();
});

test("an account is made break-glass and ordinary again at the command line", async () => {
  const data = aFolder();
  await sangfroid("user", "add", ...LIN, "--data", data);
  const told = async (...more: string[]) => {
    const args = ["user", "break-glass", "--email", "lin@example.org", ...more, "--data", data];
    const { stdout } = await sangfroid(...args);
    return JSON.parse(stdout);
  };
  expect(await told()).toMatchObject({ email: "lin@example.org", breakGlass: true });
  expect(await told("--off")).toMatchObject({ breakGlass: false });
});

test("nobody gets a link to an address that nobody has", async () => {
  const data = aFolder();
  const { code, stderr } = await sangfroid("user", "link", "--email", "nobody@example.org", "--data", data);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: "sangfroid user: No active person has the address nobody@example.org.\n",
  });
});
