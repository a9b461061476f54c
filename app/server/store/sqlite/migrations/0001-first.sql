-- The installation's own log: named once.
CREATE TABLE installation (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  origin TEXT NOT NULL
) STRICT;

-- What is evidence. Nothing here is ever changed or removed.
CREATE TABLE log (
  id     INTEGER PRIMARY KEY,
  origin TEXT NOT NULL UNIQUE
) STRICT;

-- One row is an entry and all that follows from it for good, so that appending touches one place:
--   node  the hashes of the perfect subtrees it completed, 32 bytes each, its own leaf hash first. Node
--         (level, index) lies with seq (index + 1) * 2^level - 1, at byte 32 * level.
--   root  the root of the log of size seq + 1: there on the last entry of each command, which makes it a head.
CREATE TABLE entry (
  log  INTEGER NOT NULL REFERENCES log (id),
  seq  INTEGER NOT NULL,
  node BLOB NOT NULL CHECK (length(node) >= 32 AND length(node) % 32 = 0),
  root BLOB CHECK (length(root) = 32),
  leaf BLOB NOT NULL,
  PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER installation_no_update BEFORE UPDATE ON installation
  BEGIN SELECT raise(ABORT, 'the installation is named once'); END;
CREATE TRIGGER installation_no_delete BEFORE DELETE ON installation
  BEGIN SELECT raise(ABORT, 'the installation is named once'); END;
CREATE TRIGGER log_no_update BEFORE UPDATE ON log
  BEGIN SELECT raise(ABORT, 'a log is never renamed'); END;
CREATE TRIGGER log_no_delete BEFORE DELETE ON log
  BEGIN SELECT raise(ABORT, 'a log is never removed'); END;
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
  BEGIN SELECT raise(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
  BEGIN SELECT raise(ABORT, 'an entry is never removed'); END;
CREATE TRIGGER entry_next BEFORE INSERT ON entry
  WHEN new.seq <> (SELECT coalesce(max(seq), -1) + 1 FROM entry WHERE log = new.log)
  BEGIN SELECT raise(ABORT, 'an entry is not the next of its log'); END;

-- Values and salts lie beside the entries, so that one can be lawfully removed while everything still
-- verifies. Removing needs an erasure on record first, and is for ever. A value is written just before its
-- entry, so none is added to an entry that stands, and an erased one does not come back.
CREATE TABLE payload (
  log   INTEGER NOT NULL,
  seq   INTEGER NOT NULL,
  slot  TEXT NOT NULL, -- 'f:<name>' or 'att:<index>'
  salt  BLOB NOT NULL CHECK (length(salt) = 32),
  value TEXT,          -- JSON; a file has none
  PRIMARY KEY (log, seq, slot),
  FOREIGN KEY (log, seq) REFERENCES entry (log, seq) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE erasure (
  log    INTEGER NOT NULL,
  seq    INTEGER NOT NULL,
  slot   TEXT NOT NULL,
  erased INTEGER NOT NULL CHECK (erased > seq), -- the payload-erased entry
  PRIMARY KEY (log, seq, slot),
  FOREIGN KEY (log, erased) REFERENCES entry (log, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER payload_no_update BEFORE UPDATE ON payload
  BEGIN SELECT raise(ABORT, 'a value is never changed'); END;
CREATE TRIGGER payload_delete BEFORE DELETE ON payload
  WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE log = old.log AND seq = old.seq AND slot = old.slot)
  BEGIN SELECT raise(ABORT, 'a value is removed only by an erasure on record'); END;
CREATE TRIGGER payload_late BEFORE INSERT ON payload
  WHEN EXISTS (SELECT 1 FROM entry WHERE log = new.log AND seq = new.seq)
  BEGIN SELECT raise(ABORT, 'a value comes with its entry'); END;
CREATE TRIGGER erasure_no_update BEFORE UPDATE ON erasure
  BEGIN SELECT raise(ABORT, 'an erasure is never changed'); END;
CREATE TRIGGER erasure_no_delete BEFORE DELETE ON erasure
  BEGIN SELECT raise(ABORT, 'an erasure is never removed'); END;

-- Projections: made from the logs, compared by "rebuild --check".
CREATE TABLE anchor (
  log  INTEGER PRIMARY KEY REFERENCES log (id),
  seq  INTEGER NOT NULL,
  size INTEGER NOT NULL,
  root BLOB NOT NULL
) STRICT;

CREATE TABLE named (
  log    INTEGER NOT NULL REFERENCES log (id),
  person TEXT NOT NULL,
  seq    INTEGER NOT NULL,
  PRIMARY KEY (log, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence (
  log        INTEGER NOT NULL REFERENCES log (id),
  commitment BLOB NOT NULL,
  seq        INTEGER NOT NULL,
  place      INTEGER NOT NULL,
  PRIMARY KEY (log, commitment)
) STRICT, WITHOUT ROWID;

CREATE TABLE incident (
  ref         TEXT PRIMARY KEY,
  log         INTEGER NOT NULL UNIQUE REFERENCES log (id),
  kind        TEXT NOT NULL CHECK (kind IN ('incident', 'drill')),
  size        INTEGER NOT NULL,
  open        INTEGER NOT NULL CHECK (open IN (0, 1)),
  declared_at TEXT NOT NULL,
  summary     TEXT NOT NULL
) STRICT;
CREATE INDEX incident_by_age ON incident (open, declared_at, ref);

-- Plain rows.
CREATE TABLE playbook (
  hash     TEXT PRIMARY KEY,
  id       TEXT NOT NULL,
  version  TEXT NOT NULL,
  template TEXT NOT NULL
) STRICT;
CREATE TRIGGER playbook_no_update BEFORE UPDATE ON playbook
  BEGIN SELECT raise(ABORT, 'a published playbook is never changed'); END;
CREATE TRIGGER playbook_no_delete BEFORE DELETE ON playbook
  BEGIN SELECT raise(ABORT, 'a published playbook is never removed'); END;

CREATE TABLE answer (
  log    INTEGER NOT NULL REFERENCES log (id),
  actor  TEXT NOT NULL,
  key    BLOB NOT NULL CHECK (length(key) = 32),
  body   BLOB NOT NULL CHECK (length(body) = 32),
  result TEXT NOT NULL,
  at     TEXT NOT NULL,
  PRIMARY KEY (log, actor, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  id       TEXT PRIMARY KEY,
  log      INTEGER NOT NULL REFERENCES log (id),
  seq      INTEGER NOT NULL,
  kind     TEXT NOT NULL,
  body     TEXT NOT NULL,
  due_at   TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  settled  INTEGER NOT NULL CHECK (settled IN (0, 1))
) STRICT;
CREATE INDEX outbox_due ON outbox (due_at) WHERE settled = 0;

CREATE TABLE person (
  id         TEXT PRIMARY KEY,
  email      TEXT NOT NULL COLLATE NOCASE UNIQUE,
  name       TEXT NOT NULL,
  role       TEXT NOT NULL CHECK (role IN ('administrator', 'member', 'observer')),
  active     INTEGER NOT NULL CHECK (active IN (0, 1)),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE password (
  person     TEXT PRIMARY KEY REFERENCES person (id),
  hash       TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;

CREATE TABLE session (
  hash       BLOB PRIMARY KEY CHECK (length(hash) = 32),
  person     TEXT NOT NULL REFERENCES person (id),
  auth       TEXT NOT NULL,
  created_at TEXT NOT NULL,
  seen_at    TEXT NOT NULL,
  proved_at  TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_person ON session (person);

CREATE TABLE token (
  id         TEXT PRIMARY KEY,
  hash       BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  person     TEXT NOT NULL REFERENCES person (id),
  name       TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT,
  used_at    TEXT,
  revoked_at TEXT
) STRICT;

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
