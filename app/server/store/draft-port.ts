import type { UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";

/** What someone typed in one form of one page and has not recorded. */
export interface DraftRow {
  readonly person: UserId;
  /** Path of the page. */
  readonly page: string;
  readonly form: string;
  /** Sealed. */
  readonly body: string;
  readonly at: Instant;
}

export interface DraftReads {
  /** This person's on this page. */
  drafts(person: UserId, page: string): Promise<readonly DraftRow[]>;
}

export interface DraftWrites {
  /** In place of the one before. Of each person the newest 200 are kept. */
  setDraft(row: DraftRow): Promise<void>;
  removeDraft(person: UserId, page: string, form: string): Promise<void>;
  /** Those last typed in before this moment. */
  forgetDrafts(before: Instant): Promise<void>;
}
