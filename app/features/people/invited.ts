/** The link of an invitation, shown this once. */
export interface Invited {
  readonly invited: { readonly email: string; readonly link: string; readonly expiresAt: string };
}

export function isInvited(value: unknown): value is Invited {
  return typeof value === "object" && value !== null && "invited" in value;
}
