-- What someone typed and has not recorded yet. It lies here sealed: a draft may hold what is never recorded, and the
-- key that seals lies beside the log key, in no backup of the database. Each goes when it is recorded, or after 30 days.
CREATE TABLE draft (
  person TEXT NOT NULL REFERENCES person (id),
  page   TEXT NOT NULL, -- the path of the page it was typed on
  form   TEXT NOT NULL,
  body   TEXT NOT NULL, -- sealed
  at     TEXT NOT NULL,
  PRIMARY KEY (person, page, form)
) STRICT, WITHOUT ROWID;
