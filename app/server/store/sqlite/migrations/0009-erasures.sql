-- A value may also go because it was erased before, and a backup from before that brought it back: the list of what
-- was erased lies beside the log key. The entry that erased it may be lost with the newer database.
CREATE TABLE erased_again (
  log  INTEGER NOT NULL REFERENCES log (id),
  seq  INTEGER NOT NULL,
  slot TEXT NOT NULL,
  PRIMARY KEY (log, seq, slot)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER erased_again_no_update BEFORE UPDATE ON erased_again
  BEGIN SELECT raise(ABORT, 'an erasure is never changed'); END;
CREATE TRIGGER erased_again_no_delete BEFORE DELETE ON erased_again
  BEGIN SELECT raise(ABORT, 'an erasure is never removed'); END;

DROP TRIGGER payload_delete;
CREATE TRIGGER payload_delete BEFORE DELETE ON payload
  WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE log = old.log AND seq = old.seq AND slot = old.slot)
   AND NOT EXISTS (SELECT 1 FROM erased_again WHERE log = old.log AND seq = old.seq AND slot = old.slot)
  BEGIN SELECT raise(ABORT, 'a value is removed only by an erasure on record'); END;
