-- What people sign in with beside the password. Of secrets only hashes and sealed texts are kept; the key that
-- seals lies beside the log key, never here.
CREATE TABLE passkey (
  id         TEXT PRIMARY KEY, -- the credential's own id, base64url
  person     TEXT NOT NULL REFERENCES person (id),
  name       TEXT NOT NULL,
  public_key BLOB NOT NULL,    -- COSE
  counter    INTEGER NOT NULL,
  transports TEXT NOT NULL,    -- JSON
  created_at TEXT NOT NULL,
  used_at    TEXT
) STRICT;
CREATE INDEX passkey_by_person ON passkey (person);

CREATE TABLE second_step (
  person      TEXT PRIMARY KEY REFERENCES person (id),
  seed        TEXT NOT NULL,    -- sealed
  created_at  TEXT NOT NULL,
  used_period INTEGER NOT NULL  -- no code of this period, or of an earlier one, is accepted again
) STRICT;

CREATE TABLE recovery_code (
  hash   BLOB PRIMARY KEY CHECK (length(hash) = 32),
  person TEXT NOT NULL REFERENCES person (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX recovery_code_by_person ON recovery_code (person);

-- What may happen once and not after a moment: a sign-in link, a sign-in that waits for a second person, a form
-- put aside; and, so that it does not happen twice, a passkey's challenge that was answered.
CREATE TABLE one_time (
  hash       BLOB PRIMARY KEY CHECK (length(hash) = 32),
  kind       TEXT NOT NULL,
  person     TEXT NOT NULL REFERENCES person (id),
  body       TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX one_time_by_kind ON one_time (kind);

-- Accounts that no one signs in to alone, and each time two people did.
CREATE TABLE break_glass (
  person TEXT PRIMARY KEY REFERENCES person (id),
  since  TEXT NOT NULL
) STRICT;

CREATE TABLE break_glass_use (
  id     TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person (id),
  second TEXT NOT NULL REFERENCES person (id),
  at     TEXT NOT NULL
) STRICT;

-- Which administrators have confirmed that they saw it.
CREATE TABLE break_glass_seen (
  use    TEXT NOT NULL REFERENCES break_glass_use (id),
  person TEXT NOT NULL REFERENCES person (id),
  PRIMARY KEY (use, person)
) STRICT, WITHOUT ROWID;

ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
