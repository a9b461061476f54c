import type { DraftReads, DraftRow, DraftWrites } from "../draft-port.ts";
import type { Connection } from "./connection.ts";
import { rowsWith } from "./values.ts";

const KEPT = 200;

export function draftReads(connection: Connection): DraftReads {
  const drafts = connection.statement(
    "SELECT person, page, form, body, at FROM draft WHERE person = ? AND page = ? ORDER BY form",
  );
  return {
    async drafts(person, page) {
      return rowsWith(
        drafts.all(person, page),
        (columns): DraftRow => ({
          person: columns.userId(),
          page: columns.text(),
          form: columns.text(),
          body: columns.text(),
          at: columns.instant(),
        }),
      );
    },
  };
}

export function draftWrites(connection: Connection): DraftWrites {
  const sql = {
    set: connection.statement(`
      INSERT INTO draft (person, page, form, body, at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (person, page, form) DO UPDATE SET body = excluded.body, at = excluded.at`),
    trim: connection.statement(`
      DELETE FROM draft WHERE person = ? AND (page, form) IN (
        SELECT page, form FROM draft WHERE person = ? ORDER BY at DESC, page, form LIMIT -1 OFFSET ${KEPT})`),
    remove: connection.statement("DELETE FROM draft WHERE person = ? AND page = ? AND form = ?"),
    forget: connection.statement("DELETE FROM draft WHERE at < ?"),
  };
  return {
    async setDraft({ person, page, form, body, at }) {
      sql.set.run(person, page, form, body, at);
      sql.trim.run(person, person);
    },
    async removeDraft(person, page, form) {
      sql.remove.run(person, page, form);
    },
    async forgetDrafts(before) {
      sql.forget.run(before);
    },
  };
}
