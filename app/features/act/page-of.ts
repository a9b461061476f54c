/** Marks of the moment: an index route of the framework, what was put aside, what was recorded. */
const MOMENTARY = ["index", "aside", "recorded"];

/** The page that a form stood on, as an address to come back to. */
export function pageOf({ pathname, searchParams }: URL): string {
  const search = new URLSearchParams(searchParams);
  for (const name of MOMENTARY) search.delete(name);
  const path = pathname.replace(/\.data$/, "");
  return search.size === 0 ? path : `${path}?${search}`;
}
