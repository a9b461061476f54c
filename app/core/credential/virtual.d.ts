declare module "virtual:credential-kinds" {
  /** What the files of app/content/credentials hold, checked by the build (scripts/credential-kinds.ts). */
  const kinds: readonly import("./kind.ts").Kind[];
  export default kinds;
}
