const NAME_MAX = 255;

/**
 * The name of a file as its sender gave it, fit to be kept and shown: its last part alone, without control
 * characters, at most 255 characters, its ending kept. It never becomes a path here.
 */
export function nameToKeep(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? "";
  const name = last.replace(/[\p{Cc}\u2028\u2029]/gu, "\uFFFD").trim();
  if (name === "" || name === "." || name === "..") return "file";
  const characters = [...name];
  if (characters.length <= NAME_MAX) return name;
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? "";
  return characters.slice(0, NAME_MAX - ending.length).join("") + ending;
}

/** The media type its sender claimed; nothing is decided by it. */
export function typeToKeep(given: string): string {
  return /^[a-z0-9!#$&^_.+-]{1,64}\/[a-z0-9!#$&^_.+-]{1,64}$/.test(given)
    ? given
    : "application/octet-stream";
}
