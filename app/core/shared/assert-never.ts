/** Closes an exhaustive switch: a new member of the union does not compile until someone decides. */
export function assertNever(value: never): never {
  throw new Error(`No case for ${JSON.stringify(value)}`);
}
