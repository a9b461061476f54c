-- A guest was invited from outside, to some incidents, and for a time. The column is made anew since a check can't be
-- changed.
ALTER TABLE person RENAME COLUMN role TO role_before;
ALTER TABLE person ADD COLUMN role TEXT NOT NULL DEFAULT 'observer'
  CHECK (role IN ('administrator', 'member', 'observer', 'guest'));
UPDATE person SET role = role_before;
ALTER TABLE person DROP COLUMN role_before;
ALTER TABLE person ADD COLUMN access_until TEXT;
