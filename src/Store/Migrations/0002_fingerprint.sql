-- Version 2: what another run of a trial must give to be the same, bit for bit. A table of its own, so that the rows of trial, which
-- are written when the sweep is planned, neither grow nor move when trials end.

CREATE TABLE fingerprint ( -- no row: the trial failed, has not ended, or ended before there were fingerprints
    trial_id INTEGER PRIMARY KEY REFERENCES trial (id),
    initial_weights BLOB CHECK (length(initial_weights) = 32), -- SHA-256 of the weights that training started from; NULL: it had none
    result BLOB NOT NULL CHECK (length(result) = 32) -- SHA-256 of all that was measured, in full precision; docs/store.md has the bytes
);

CREATE TRIGGER fingerprint_insert BEFORE INSERT ON fingerprint
WHEN (SELECT state FROM trial WHERE id = NEW.trial_id) IN ('finished', 'failed', 'diverged')
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER fingerprint_update BEFORE UPDATE ON fingerprint
WHEN EXISTS (SELECT 1 FROM trial WHERE id IN (OLD.trial_id, NEW.trial_id) AND state IN ('finished', 'failed', 'diverged'))
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER fingerprint_delete BEFORE DELETE ON fingerprint
WHEN (SELECT state FROM trial WHERE id = OLD.trial_id) IN ('finished', 'failed', 'diverged')
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

-- Is it the same, bit for bit? Lower-case hex, as the dataset's hash; of each trial that has ended with a result.
CREATE VIEW trial_fingerprint AS
SELECT
    s.name AS sweep,
    s.number AS sweep_number,
    t.number AS trial,
    t.variant,
    t.state,
    d.sha256 AS dataset,
    nullif(lower(hex(f.initial_weights)), '') AS initial_weights, -- hex(NULL) is ''
    nullif(lower(hex(f.result)), '') AS result
FROM sweep s
JOIN dataset d ON d.id = s.dataset_id
JOIN trial t ON t.sweep_id = s.id
LEFT JOIN fingerprint f ON f.trial_id = t.id
WHERE t.state IN ('finished', 'diverged');
