/** What a committed field may hold (docs/format.md, Commitment): no floats, no undefined. */
export type Json = string | boolean | null | number | readonly Json[] | { readonly [key: string]: Json };
