import { useLocation } from "react-router";
import { LANGUAGES, type Language } from "#app/core/shared/language.ts";
import { useText } from "./text.tsx";

/** Each language names itself, so that whoever cannot read the page finds theirs. */
export const OWN_NAMES = {
  en: "English",
  fr: "Français",
  "zh-Hans": "简体中文",
} as const satisfies Record<Language, string>;

/** Keeps the choice in this browser and shows the page again. A whole page load: all of its words change. */
export function LanguageSwitch() {
  const text = useText();
  const { pathname, search } = useLocation();
  return (
    <form className="languages" method="post" action="/language" aria-label={text("ui.language")}>
      <input type="hidden" name="to" value={pathname + search} />
      {LANGUAGES.map((language) => (
        <button
          key={language}
          className="linkish"
          type="submit"
          name="language"
          value={language}
          lang={language}
          aria-current={language === text.language ? "true" : undefined}
        >
          {OWN_NAMES[language]}
        </button>
      ))}
    </form>
  );
}
