-- Version 6: what each proposal of a search saw, so that it can be made again.

-- A point that was proposed when others had ended; the points at a search's beginning saw nothing, and have no row.
CREATE TABLE proposal (
    sweep_id INTEGER NOT NULL REFERENCES sweep (id),
    point INTEGER NOT NULL CHECK (point >= 1),
    seen INTEGER NOT NULL CHECK (seen >= 0 AND seen < point), -- it saw the results of points 1 to this, and of no other
    attempts TEXT NOT NULL, -- JSON: of trials that it saw by another attempt than their first, {"trial": attempt}
    digest TEXT NOT NULL, -- SHA-256 of what it saw: trial, attempt, state and value
    PRIMARY KEY (sweep_id, point)
) WITHOUT ROWID;

CREATE TRIGGER proposal_insert BEFORE INSERT ON proposal
WHEN EXISTS (SELECT 1 FROM proposal WHERE sweep_id = NEW.sweep_id AND point = NEW.point)
BEGIN SELECT RAISE(ABORT, 'a proposal never changes'); END;

CREATE TRIGGER proposal_update BEFORE UPDATE ON proposal
BEGIN SELECT RAISE(ABORT, 'a proposal never changes'); END;

CREATE TRIGGER proposal_delete BEFORE DELETE ON proposal
WHEN NOT EXISTS (SELECT 1 FROM deletion WHERE sweep_id = OLD.sweep_id)
BEGIN SELECT RAISE(ABORT, 'a proposal never changes'); END;
