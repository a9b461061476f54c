import type { UserId } from "#app/core/shared/ids.ts";
import type { Language } from "#app/core/shared/language.ts";

/** How someone reads. Null: as their browser says. */
export interface Preferences {
  readonly language: Language | null;
  /** IANA name. */
  readonly timeZone: string | null;
  /** Single letters act on a page. */
  readonly singleKeys: boolean;
}

export interface PreferenceReads {
  /** Of someone who never chose, nulls, and single letters act. */
  preferences(person: UserId): Promise<Preferences>;
}

export interface PreferenceWrites {
  setPreferences(person: UserId, preferences: Preferences): Promise<void>;
}
