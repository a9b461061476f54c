-- Answers are kept for days only: the old ones are let go. A row is as small as can be, since its random key puts
-- it on a page of its own choosing, and a full page costs a commit three more.
DROP TABLE answer;

CREATE TABLE answer (
  log   INTEGER NOT NULL REFERENCES log (id),
  actor TEXT NOT NULL,
  key   BLOB NOT NULL CHECK (length(key) = 32),
  body  BLOB NOT NULL CHECK (length(body) = 32),
  made  INTEGER NOT NULL REFERENCES log (id), -- the log of the entries it recorded
  first INTEGER NOT NULL,
  size  INTEGER NOT NULL CHECK (size >= first),
  at    TEXT NOT NULL,
  PRIMARY KEY (log, actor, key)
) STRICT, WITHOUT ROWID;
