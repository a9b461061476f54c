-- Entries that name another incident, so that the other one can show them. Made from the logs, compared by
-- "rebuild --check".
CREATE TABLE link (
  target TEXT NOT NULL, -- ref of the incident that is named
  log    INTEGER NOT NULL REFERENCES log (id),
  seq    INTEGER NOT NULL,
  PRIMARY KEY (target, log, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_by_log ON link (log, seq);

-- The JCS form of a leaf begins with its act.
INSERT INTO link
  SELECT json_extract(CAST(leaf AS TEXT), '$.on.id'), log, seq FROM entry
  WHERE substr(leaf, 1, 25) = CAST('{"act":"incident-linked",' AS BLOB)
     OR substr(leaf, 1, 33) = CAST('{"act":"carried-incident-linked",' AS BLOB);
