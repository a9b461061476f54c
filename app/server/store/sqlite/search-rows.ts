import { SEARCH_KINDS, type Searchable, type SearchKind } from "#app/core/search/searchable.ts";
import { epochOf, type Instant, instantFromEpoch } from "#app/core/shared/instant.ts";
import { StoreDamaged } from "../failures.ts";
import type { SearchHit, SearchQuery, SearchReads, SearchWrites } from "../search-port.ts";
import type { Connection, SqlRow } from "./connection.ts";
import type { LogIds } from "./log-ids.ts";
import { type Columns, rowsWith, rowWith } from "./values.ts";

// An id is KIND, then the second, then a number within it: 2 + 32 + 19 bits, which a number holds exactly. Reading
// from the largest down gives the order that is shown, and stops as soon as enough is found.
const SECOND = 2 ** 19;
const KIND = 2 ** 51;

export function searchReads(connection: Connection, ids: LogIds): SearchReads {
  const sql = {
    searched: connection.statement(`
      SELECT origin, kind, place FROM searchable_words CROSS JOIN searchable ON searchable.id = searchable_words.rowid
      JOIN log ON log.id = searchable.log WHERE searchable_words MATCH ? ORDER BY searchable_words.rowid DESC LIMIT ?`),
    indexed: connection.statement("SELECT entries, state FROM indexed WHERE log = ?"),
    searchables: connection.statement(
      "SELECT id, kind, place, tokens FROM searchable WHERE log = ? AND kind = ?",
    ),
    unindexed: connection.statement(`
      SELECT ref, origin FROM incident JOIN log ON log.id = incident.log LEFT JOIN indexed ON indexed.log = incident.log
      WHERE entries IS NOT size OR state IS NOT size ORDER BY declared_at DESC, ref DESC`),
    // By the ref, since the name may stand in a frozen log that the incident's goes on from.
    naming: connection.statement(`
      SELECT DISTINCT ref FROM named JOIN log ON log.id = named.log
      JOIN incident ON incident.ref = substr(log.origin, -26) WHERE person = ? ORDER BY ref`),
  };

  return {
    async searched(query) {
      const match = matchOf(query, ids);
      return match === undefined ? [] : rowsWith(sql.searched.all(match, query.limit), hitOf);
    },
    async indexed(origin) {
      const log = ids.find(origin);
      if (log === undefined) return undefined;
      return rowWith(sql.indexed.first(log), (columns) => ({
        entries: columns.integer(),
        state: columns.integer(),
      }));
    },
    async searchables(origin, kinds) {
      const log = ids.find(origin);
      if (log === undefined) return [];
      return kinds.flatMap((kind) => rowsWith(sql.searchables.all(log, kind), searchableOf));
    },
    async unindexed() {
      return rowsWith(sql.unindexed.all(), (columns) => ({
        ref: columns.incidentRef(),
        origin: columns.text(),
      }));
    },
    async incidentsNaming(person) {
      return rowsWith(sql.naming.all(person), (columns) => columns.incidentRef());
    },
  };
}

export function searchWrites(connection: Connection, ids: LogIds): SearchWrites {
  const sql = {
    place: connection.statement("SELECT id, tokens FROM searchable WHERE log = ? AND kind = ? AND place = ?"),
    newest: connection.statement("SELECT max(id) FROM searchable WHERE id >= ? AND id < ?"),
    add: connection.statement("INSERT INTO searchable (id, log, kind, place, tokens) VALUES (?, ?, ?, ?, ?)"),
    addWords: connection.statement("INSERT INTO searchable_words (rowid, log, tokens) VALUES (?, ?, ?)"),
    remove: connection.statement("DELETE FROM searchable WHERE id = ?"),
    removeWords: connection.statement(
      "INSERT INTO searchable_words (searchable_words, rowid, log, tokens) VALUES ('delete', ?, ?, ?)",
    ),
    setIndexed: connection.statement(`
      INSERT INTO indexed (log, entries, state) VALUES (?, ?, ?)
      ON CONFLICT (log) DO UPDATE SET entries = excluded.entries, state = excluded.state`),
    // Rank 1: the words are held against the rows as well.
    check: connection.statement(
      "INSERT INTO searchable_words (searchable_words, rank) VALUES ('integrity-check', 1)",
    ),
  };

  function remove(log: number, rows: readonly SqlRow[]): void {
    for (const [id = null, tokens = null] of rows) {
      sql.removeWords.run(id, `${log}`, tokens); // exactly what it was told
      sql.remove.run(id);
    }
  }

  function add(log: number, { kind, place, at, tokens }: Searchable): void {
    const first = firstIdOf(kind, at);
    const newest = sql.newest.first(first, first + SECOND)?.[0];
    const id = typeof newest === "number" ? newest + 1 : first;
    const joined = tokens.join(" ");
    sql.add.run(id, log, kind, place, joined);
    sql.addWords.run(id, `${log}`, joined); // a number would be bound as "1.0"
  }

  return {
    async index(origin, { indexed: { entries, state }, gone, rows }) {
      const log = ids.of(origin);
      for (const { kind, place } of [...gone, ...rows]) remove(log, sql.place.all(log, kind, place));
      for (const row of rows) add(log, row);
      sql.setIndexed.run(log, entries, state);
    },
    async sweepIndex() {
      // FTS5 only marks what is removed; its own "secure-delete" breaks the index in SQLite 3.45.
      connection.script("INSERT INTO searchable_words (searchable_words) VALUES ('optimize')");
    },
    async unindexAll() {
      connection.script(`
        INSERT INTO searchable_words (searchable_words) VALUES ('delete-all');
        DELETE FROM searchable; DELETE FROM indexed`);
    },
    async isIndexSound() {
      try {
        sql.check.run();
        return true;
      } catch (cause) {
        if (cause instanceof StoreDamaged) return false;
        throw cause;
      }
    },
  };
}

function firstIdOf(kind: SearchKind, at: Instant): number {
  const rank = SEARCH_KINDS.length - 1 - SEARCH_KINDS.indexOf(kind);
  return rank * KIND + Math.floor(epochOf(at) / 1000) * SECOND;
}

/** Undefined where no log is left to look in. Tokens hold nothing that FTS5 reads as more than a word. */
function matchOf({ phrases, isOpen, among }: SearchQuery, ids: LogIds): string | undefined {
  const words = phrases.map((phrase) => `"${phrase.join(" ")}"`).join(" AND ");
  const wanted = `tokens : (${words}${isOpen ? " *" : ""})`;
  const named = "only" in among ? among.only : among.not;
  const logs = named.flatMap((origin) => ids.find(origin) ?? []).map((log) => `"${log}"`);
  if ("only" in among) return logs.length === 0 ? undefined : `${wanted} AND log : (${logs.join(" OR ")})`;
  return logs.length === 0 ? wanted : `(${wanted}) NOT log : (${logs.join(" OR ")})`;
}

function hitOf(columns: Columns): SearchHit {
  return { origin: columns.text(), kind: kindIn(columns), place: columns.text() };
}

function searchableOf(columns: Columns): Searchable {
  const at = instantFromEpoch(Math.floor((columns.integer() % KIND) / SECOND) * 1000);
  return { kind: kindIn(columns), place: columns.text(), at, tokens: columns.text().split(" ") };
}

function kindIn(columns: Columns): SearchKind {
  const text = columns.text();
  const kind = SEARCH_KINDS.find((known) => known === text);
  if (kind === undefined) throw new StoreDamaged(`${text} is nothing that can be found`);
  return kind;
}
