/** What to type to verify a bundle by hand, with the files as they are downloaded here. */
export function verifyCommand(ref: string): string {
  return `node verify.mjs sangfroid-${ref}.zip --vkey ${ref}.vkey`;
}
