-- What a search reads: made from the logs a moment after them, compared by "rebuild --check".
CREATE TABLE indexed (
  log     INTEGER PRIMARY KEY REFERENCES log (id),
  entries INTEGER NOT NULL,
  state   INTEGER NOT NULL
) STRICT;

-- Ids grow from what is shown last to what is shown first: the kind, the second it is from, and a number within it.
CREATE TABLE searchable (
  id     INTEGER PRIMARY KEY,
  log    INTEGER NOT NULL REFERENCES log (id),
  kind   TEXT NOT NULL CHECK (kind IN ('incident', 'step', 'note', 'entry')),
  place  TEXT NOT NULL,
  tokens TEXT NOT NULL -- joined by blanks
) STRICT;
CREATE UNIQUE INDEX searchable_place ON searchable (log, kind, place);

-- "ascii" takes all that is not ASCII for letters, so that tokens are left as they are. The log is a token too:
-- leaving logs out is then a matter of the index, and takes no longer for what they hold.
CREATE VIRTUAL TABLE searchable_words USING fts5 (
  log, tokens, content = 'searchable', content_rowid = 'id', tokenize = 'ascii'
);

CREATE INDEX named_by_person ON named (person, log);
