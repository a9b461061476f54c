import { hash } from "@node-rs/argon2";
import { expect, test } from "vitest";
import { hashPassword, isOutdated, isPassword, newPassword } from "#app/server/auth/password.ts";

const LONG = "correct horse battery";

test("a password is kept as argon2id with 19 MiB and two passes", async () => {
  expect(await hashPassword(LONG)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test("the right password is recognised and another is not", async () => {
  const kept = await hashPassword(LONG);
  expect(await isPassword(kept, LONG)).toBe(true);
  expect(await isPassword(kept, `${LONG} `)).toBe(false);
});

test("someone without a password is never recognised", async () => {
  expect(await isPassword(undefined, "")).toBe(false);
  expect(await isPassword(undefined, LONG)).toBe(false);
});

test("composed and decomposed letters spell one password", async () => {
  const kept = await hashPassword("clé exposée à Zürich");
  expect(await isPassword(kept, "clé exposée à Zürich".normalize("NFD"))).toBe(true);
});

test("a megabyte typed as password is answered without hashing it", async () => {
  expect(await isPassword(await hashPassword(LONG), "x".repeat(1_000_000))).toBe(false);
});

test("15 characters are enough and 14 are not, whatever their kind", () => {
  expect(newPassword.safeParse("aaaaaaaaaaaaaaa").success).toBe(true);
  expect(newPassword.safeParse("🗝".repeat(15)).success).toBe(true);
  expect(newPassword.safeParse("🗝".repeat(14)).success).toBe(false);
  expect(newPassword.safeParse("x".repeat(256)).success).toBe(true);
  expect(newPassword.safeParse("x".repeat(257)).success).toBe(false);
});

test("half a character is refused before it is hashed", () => {
  expect(newPassword.safeParse(`${LONG}\uD83D`).success).toBe(false);
});

test("a hash made at a lower cost is outdated, today's is not", async () => {
  expect(isOutdated(await hash(LONG, { memoryCost: 8192, timeCost: 1 }))).toBe(true);
  expect(isOutdated(await hashPassword(LONG))).toBe(false);
});
