-- Where an older copy of the database was put back, a new installation origin goes on, and the logs of the one before
-- are frozen. The newest row is the present origin; without a row it is the one the installation was begun under.
CREATE TABLE succession (
  n      INTEGER PRIMARY KEY CHECK (n >= 1),
  origin TEXT NOT NULL UNIQUE
) STRICT;

CREATE TRIGGER succession_no_update BEFORE UPDATE ON succession
  BEGIN SELECT raise(ABORT, 'an origin is never renamed'); END;
CREATE TRIGGER succession_no_delete BEFORE DELETE ON succession
  BEGIN SELECT raise(ABORT, 'an origin is never removed'); END;
CREATE TRIGGER succession_next BEFORE INSERT ON succession
  WHEN new.n <> (SELECT coalesce(max(n), 0) + 1 FROM succession)
  BEGIN SELECT raise(ABORT, 'an origin is not the next'); END;

-- The logs of an origin that is not the present one. An origin has letters, digits, dots, hyphens and slashes only.
CREATE VIEW frozen_log AS
  SELECT log.id FROM log JOIN (
    SELECT origin FROM installation WHERE EXISTS (SELECT 1 FROM succession)
    UNION ALL SELECT origin FROM succession WHERE n < (SELECT max(n) FROM succession)
  ) AS past ON log.origin = past.origin OR substr(log.origin, 1, length(past.origin) + 1) = past.origin || '/';

CREATE TRIGGER entry_frozen BEFORE INSERT ON entry
  WHEN EXISTS (SELECT 1 FROM succession) AND EXISTS (SELECT 1 FROM frozen_log WHERE id = new.log)
  BEGIN SELECT raise(ABORT, 'nothing is added to a frozen log'); END;
