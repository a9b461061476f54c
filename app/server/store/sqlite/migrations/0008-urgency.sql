-- The board is read in the order its incidents become urgent, however many there are.
ALTER TABLE incident ADD COLUMN restricted INTEGER NOT NULL DEFAULT 0 CHECK (restricted IN (0, 1));
ALTER TABLE incident ADD COLUMN urgent_at TEXT;
UPDATE incident SET restricted = coalesce(json_extract(summary, '$.restricted'), 0),
  urgent_at = json_extract(summary, '$.limits[0].due');
-- Holds `restricted` too, so that those few are found, and all counted, without reading a row.
CREATE INDEX incident_by_urgency ON incident (open, kind, urgent_at, declared_at DESC, ref DESC, restricted);
