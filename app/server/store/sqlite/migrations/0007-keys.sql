-- Single letters act on a page unless their owner switched them off (WCAG 2.1.4).
ALTER TABLE preference ADD COLUMN single_keys INTEGER NOT NULL DEFAULT 1 CHECK (single_keys IN (0, 1));
