import { isLanguage, type Language } from "#app/core/shared/language.ts";
import type { PreferenceReads, PreferenceWrites } from "../preference-port.ts";
import type { Connection } from "./connection.ts";
import { rowWith } from "./values.ts";

export function preferenceReads(connection: Connection): PreferenceReads {
  const preferences = connection.statement(
    "SELECT language, time_zone, single_keys FROM preference WHERE person = ?",
  );
  return {
    async preferences(person) {
      const row = rowWith(preferences.first(person), (columns) => ({
        language: spoken(columns.orNull((one) => one.text())),
        timeZone: columns.orNull((one) => one.text()),
        singleKeys: columns.flag(),
      }));
      return row ?? { language: null, timeZone: null, singleKeys: true };
    },
  };
}

export function preferenceWrites(connection: Connection): PreferenceWrites {
  const setPreferences = connection.statement(`
    INSERT INTO preference (person, language, time_zone, single_keys) VALUES (?, ?, ?, ?)
    ON CONFLICT (person) DO UPDATE
    SET language = excluded.language, time_zone = excluded.time_zone, single_keys = excluded.single_keys`);
  return {
    async setPreferences(person, { language, timeZone, singleKeys }) {
      setPreferences.run(person, language, timeZone, singleKeys ? 1 : 0);
    },
  };
}

/** A language that another version speaks is no reason to refuse the person. */
function spoken(tag: string | null): Language | null {
  return tag !== null && isLanguage(tag) ? tag : null;
}
