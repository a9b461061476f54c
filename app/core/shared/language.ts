/** Languages the interface speaks, as BCP 47 tags. English is the source of the others. */
export const LANGUAGES = ["en", "fr", "zh-Hans"] as const;
export type Language = (typeof LANGUAGES)[number];

export function isLanguage(tag: string): tag is Language {
  return LANGUAGES.some((language) => language === tag);
}

/** What a reader's wish (`fr-CA`, `zh-CN`) is answered with; undefined for a language we do not speak. */
export function spoken(tag: string): Language | undefined {
  const [primary, ...rest] = tag.trim().toLowerCase().split("-");
  if (primary === "en" || primary === "fr") return primary;
  // Readers of traditional characters get their next wish: the simplified ones are another script.
  const isTraditional = ["hant", "tw", "hk", "mo"].some((part) => rest.includes(part));
  return primary === "zh" && (rest.includes("hans") || !isTraditional) ? "zh-Hans" : undefined;
}

/** RFC 9110 §12.5.4: the most wanted of the languages we speak; undefined when none is wanted. */
export function preferred(acceptLanguage: string): Language | undefined {
  const wishes = acceptLanguage.split(",").map((wish) => {
    const [tag = "", ...parameters] = wish.split(";");
    const weight = parameters.find((parameter) => parameter.trim().startsWith("q="));
    return { language: spoken(tag), weight: weight === undefined ? 1 : Number(weight.trim().slice(2)) };
  });
  return wishes
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .find(({ language }) => language !== undefined)?.language;
}
