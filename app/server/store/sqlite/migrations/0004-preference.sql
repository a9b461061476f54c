-- How someone reads: language and time zone of their own account. Null is "as the browser says". Told by no
-- incident's log, so no replay compares it; each change is an entry in the installation's log.
CREATE TABLE preference (
  person    TEXT PRIMARY KEY REFERENCES person (id),
  language  TEXT,
  time_zone TEXT
) STRICT;
