-- Goalkeeper's store, version 1. docs/store.md explains it and shows queries.
--
-- Numbers that are not finite are data. +inf and -inf are stored as such (in SQL: 9e999, -9e999). SQLite has no NaN:
-- in metric and trace, a row whose value is NULL means "measured, and it was not a number"; no row means "not measured".
--
-- A trial that has ended (finished, failed, diverged) never changes, nor do its parameters, metrics, traces and predictions:
-- triggers hold that, whoever writes. Only weights may go, since a sweep that keeps the best trial's drops the former best's.

PRAGMA application_id = 1198481772; -- "Goal", so that no other program's database is taken for a store

CREATE TABLE dataset (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE, -- lower-case hex: the identity; the same data are kept once, under the first name
    name TEXT NOT NULL,
    features TEXT NOT NULL CHECK (json_valid(features)), -- JSON list of names; [] where examples have several axes
    shape TEXT NOT NULL CHECK (json_valid(shape)), -- JSON list: the axes of one example, [2], or of a picture [rows, columns, channels]
    classes TEXT NOT NULL CHECK (json_valid(classes)), -- JSON list: what the labels 0 and 1 stand for
    train_count INTEGER NOT NULL CHECK (train_count >= 0), -- examples; 0: there is no such split
    dev_count INTEGER NOT NULL CHECK (dev_count >= 0),
    test_count INTEGER NOT NULL CHECK (test_count >= 0),
    palette BLOB, -- float64 little endian: the features' distinct values, where one byte can tell them apart (pictures); or NULL
    content BLOB NOT NULL -- zlib: train, dev, test; of each the features row-major, then the labels: float64 little endian, but with a
                          -- palette a feature is one byte, its value's place in it
);

CREATE TABLE sweep (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL, -- the experiment's
    number INTEGER NOT NULL CHECK (number >= 1), -- 1, 2, … within the name: "name#2"
    description TEXT NOT NULL,
    experiment_file TEXT NOT NULL,
    experiment_text TEXT NOT NULL, -- verbatim
    plan TEXT NOT NULL, -- JSON: every setting with its default, overrides applied
    plan_hash TEXT NOT NULL, -- SHA-256 of what the plan means: the sweep's identity
    metric_name TEXT NOT NULL, -- decides which trial is best
    metric_goal TEXT NOT NULL CHECK (metric_goal IN ('maximize', 'minimize')),
    weights_kept TEXT NOT NULL CHECK (weights_kept IN ('all', 'best', 'none')),
    command TEXT NOT NULL,
    git_commit TEXT,
    git_dirty INTEGER CHECK (git_dirty IN (0, 1)),
    machine TEXT NOT NULL, -- JSON
    versions TEXT NOT NULL, -- JSON
    created_at TEXT NOT NULL, -- UTC, ISO 8601
    dataset_id INTEGER NOT NULL REFERENCES dataset (id),
    process_id INTEGER, -- the last process that ran it
    UNIQUE (name, number)
);

CREATE TABLE trial (
    id INTEGER PRIMARY KEY,
    sweep_id INTEGER NOT NULL REFERENCES sweep (id),
    number INTEGER NOT NULL CHECK (number >= 1), -- 1, 2, … within the sweep, in plan order
    point INTEGER NOT NULL, -- replicates of one combination of parameters share it
    variant TEXT,
    replicate INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'finished', 'failed', 'diverged')),
    reason TEXT CHECK (reason IS NULL OR state IN ('failed', 'diverged')),
    started_at TEXT, -- UTC, ISO 8601
    duration_ms REAL,
    UNIQUE (sweep_id, number)
);

CREATE TABLE parameter (
    trial_id INTEGER NOT NULL REFERENCES trial (id),
    name TEXT NOT NULL,
    value NOT NULL, -- a number as INTEGER or REAL, a word as TEXT, a list as JSON text
    PRIMARY KEY (trial_id, name)
) WITHOUT ROWID;

CREATE TABLE metric (
    trial_id INTEGER NOT NULL REFERENCES trial (id),
    name TEXT NOT NULL,
    value REAL, -- NULL: measured, not a number; no row: not measured
    PRIMARY KEY (trial_id, name)
) WITHOUT ROWID;

CREATE TABLE trace (
    trial_id INTEGER NOT NULL REFERENCES trial (id),
    metric TEXT NOT NULL,
    iteration INTEGER NOT NULL,
    value REAL, -- NULL: measured, not a number; no row: not measured
    PRIMARY KEY (trial_id, metric, iteration)
) WITHOUT ROWID;

CREATE TABLE prediction (
    trial_id INTEGER NOT NULL REFERENCES trial (id),
    split TEXT NOT NULL CHECK (split IN ('train', 'dev', 'test')),
    labels TEXT NOT NULL, -- '0110…', one digit an example: 1 where the float64 probability was above 0.5
    probabilities BLOB NOT NULL, -- float32 little endian, one an example; rounding never changes labels
    PRIMARY KEY (trial_id, split)
);

CREATE TABLE weights (
    trial_id INTEGER PRIMARY KEY REFERENCES trial (id),
    layers TEXT NOT NULL CHECK (json_valid(layers)), -- JSON list of sizes, inputs first
    content BLOB NOT NULL -- float64 little endian: W1 row-major (outputs × inputs), b1, W2, b2, …
);

-- An ended trial never changes. INSERT is watched too: INSERT OR REPLACE deletes without asking the DELETE triggers.

CREATE TRIGGER trial_insert BEFORE INSERT ON trial
WHEN EXISTS (SELECT 1 FROM trial WHERE id = NEW.id AND state IN ('finished', 'failed', 'diverged'))
    OR EXISTS (SELECT 1 FROM trial WHERE sweep_id = NEW.sweep_id AND number = NEW.number AND state IN ('finished', 'failed', 'diverged'))
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER trial_update BEFORE UPDATE ON trial
WHEN OLD.state IN ('finished', 'failed', 'diverged')
    OR EXISTS (SELECT 1 FROM trial WHERE id = NEW.id AND id <> OLD.id AND state IN ('finished', 'failed', 'diverged'))
    OR EXISTS (
        SELECT 1 FROM trial
        WHERE sweep_id = NEW.sweep_id AND number = NEW.number AND id <> OLD.id AND state IN ('finished', 'failed', 'diverged'))
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER trial_delete BEFORE DELETE ON trial WHEN OLD.state IN ('finished', 'failed', 'diverged')
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER parameter_insert BEFORE INSERT ON parameter
WHEN (SELECT state FROM trial WHERE id = NEW.trial_id) IN ('finished', 'failed', 'diverged')
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER parameter_update BEFORE UPDATE ON parameter
WHEN EXISTS (SELECT 1 FROM trial WHERE id IN (OLD.trial_id, NEW.trial_id) AND state IN ('finished', 'failed', 'diverged'))
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER parameter_delete BEFORE DELETE ON parameter
WHEN (SELECT state FROM trial WHERE id = OLD.trial_id) IN ('finished', 'failed', 'diverged')
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER metric_insert BEFORE INSERT ON metric
WHEN (SELECT state FROM trial WHERE id = NEW.trial_id) IN ('finished', 'failed', 'diverged')
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER metric_update BEFORE UPDATE ON metric
WHEN EXISTS (SELECT 1 FROM trial WHERE id IN (OLD.trial_id, NEW.trial_id) AND state IN ('finished', 'failed', 'diverged'))
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER metric_delete BEFORE DELETE ON metric
WHEN (SELECT state FROM trial WHERE id = OLD.trial_id) IN ('finished', 'failed', 'diverged')
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER trace_insert BEFORE INSERT ON trace
WHEN (SELECT state FROM trial WHERE id = NEW.trial_id) IN ('finished', 'failed', 'diverged')
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER trace_update BEFORE UPDATE ON trace
WHEN EXISTS (SELECT 1 FROM trial WHERE id IN (OLD.trial_id, NEW.trial_id) AND state IN ('finished', 'failed', 'diverged'))
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER trace_delete BEFORE DELETE ON trace
WHEN (SELECT state FROM trial WHERE id = OLD.trial_id) IN ('finished', 'failed', 'diverged')
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER prediction_insert BEFORE INSERT ON prediction
WHEN (SELECT state FROM trial WHERE id = NEW.trial_id) IN ('finished', 'failed', 'diverged')
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER prediction_update BEFORE UPDATE ON prediction
WHEN EXISTS (SELECT 1 FROM trial WHERE id IN (OLD.trial_id, NEW.trial_id) AND state IN ('finished', 'failed', 'diverged'))
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER prediction_delete BEFORE DELETE ON prediction
WHEN (SELECT state FROM trial WHERE id = OLD.trial_id) IN ('finished', 'failed', 'diverged')
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

-- Views: one per question, no joins needed. sweep is the sweep's name, trial the trial's number.

-- Which trial is best? Of the finished ones, by the sweep's metric; the lowest number among equals.
CREATE VIEW best_trial AS
SELECT
    s.name AS sweep,
    s.number AS sweep_number,
    t.number AS trial,
    t.variant,
    t.seed,
    s.metric_name AS metric,
    s.metric_goal AS goal,
    m.value,
    (SELECT json_group_object(p.name, p.value) FROM parameter p WHERE p.trial_id = t.id) AS parameters
FROM sweep s
JOIN trial t ON t.id = (
    SELECT c.id
    FROM sweep cs
    JOIN trial c ON c.sweep_id = cs.id
    JOIN metric cm ON cm.trial_id = c.id AND cm.name = cs.metric_name
    WHERE cs.id = s.id AND c.state = 'finished' AND cm.value IS NOT NULL
    ORDER BY CASE cs.metric_goal WHEN 'maximize' THEN -cm.value ELSE cm.value END, c.number
    LIMIT 1)
JOIN metric m ON m.trial_id = t.id AND m.name = s.metric_name;

-- What is in the store, and how far is it?
CREATE VIEW sweep_overview AS
SELECT
    s.name AS sweep,
    s.number AS sweep_number,
    count(t.id) AS trials,
    coalesce(sum(t.state = 'queued'), 0) AS queued,
    coalesce(sum(t.state = 'running'), 0) AS running,
    coalesce(sum(t.state = 'finished'), 0) AS finished,
    coalesce(sum(t.state = 'failed'), 0) AS failed,
    coalesce(sum(t.state = 'diverged'), 0) AS diverged,
    s.metric_name AS metric,
    s.metric_goal AS goal,
    (SELECT b.value FROM best_trial b WHERE b.sweep = s.name AND b.sweep_number = s.number) AS best_value,
    (SELECT b.trial FROM best_trial b WHERE b.sweep = s.name AND b.sweep_number = s.number) AS best_trial,
    s.created_at
FROM sweep s
LEFT JOIN trial t ON t.sweep_id = s.id
GROUP BY s.id;

-- How did each trial end?
CREATE VIEW trial_overview AS
SELECT
    s.name AS sweep,
    s.number AS sweep_number,
    t.number AS trial,
    t.variant,
    t.point,
    t.replicate,
    t.state,
    t.seed,
    t.duration_ms,
    t.reason,
    (SELECT value FROM metric WHERE trial_id = t.id AND name = 'train_accuracy') AS train_accuracy,
    (SELECT value FROM metric WHERE trial_id = t.id AND name = 'dev_accuracy') AS dev_accuracy,
    (SELECT value FROM metric WHERE trial_id = t.id AND name = 'test_accuracy') AS test_accuracy,
    (SELECT value FROM metric WHERE trial_id = t.id AND name = 'cost') AS cost
FROM sweep s
JOIN trial t ON t.sweep_id = s.id;

-- What was each trial given?
CREATE VIEW trial_parameter AS
SELECT s.name AS sweep, s.number AS sweep_number, t.number AS trial, t.variant, t.state, p.name AS parameter, p.value
FROM sweep s
JOIN trial t ON t.sweep_id = s.id
JOIN parameter p ON p.trial_id = t.id;

-- What came out of each trial?
CREATE VIEW trial_metric AS
SELECT s.name AS sweep, s.number AS sweep_number, t.number AS trial, t.variant, t.state, m.name AS metric, m.value
FROM sweep s
JOIN trial t ON t.sweep_id = s.id
JOIN metric m ON m.trial_id = t.id;

-- How did each trial get there?
CREATE VIEW trial_trace AS
SELECT s.name AS sweep, s.number AS sweep_number, t.number AS trial, t.variant, t.state, r.metric, r.iteration, r.value
FROM sweep s
JOIN trial t ON t.sweep_id = s.id
JOIN trace r ON r.trial_id = t.id;

-- Is a point better, or was it luck? Finished replicates only, NaN apart. variance is the sample's (n - 1), NULL for n = 1;
-- SQLite may lack sqrt(), so take the root outside.
CREATE VIEW replicate_summary AS
SELECT
    s.name AS sweep,
    s.number AS sweep_number,
    v.point,
    v.variant,
    (SELECT json_group_object(p.name, p.value) FROM parameter p WHERE p.trial_id = v.trial_id) AS parameters,
    v.metric,
    v.n,
    v.mean,
    v.variance,
    v.minimum,
    v.maximum
FROM sweep s
JOIN (
    SELECT
        sweep_id,
        point,
        variant,
        min(trial_id) AS trial_id,
        metric,
        count(*) AS n,
        mean,
        CASE WHEN count(*) > 1 THEN sum((value - mean) * (value - mean)) / (count(*) - 1) END AS variance,
        min(value) AS minimum,
        max(value) AS maximum
    FROM (
        SELECT
            t.sweep_id, t.point, t.variant, t.id AS trial_id, m.name AS metric, m.value,
            avg(m.value) OVER (PARTITION BY t.sweep_id, t.point, m.name) AS mean
        FROM trial t
        JOIN metric m ON m.trial_id = t.id
        WHERE t.state = 'finished' AND m.value IS NOT NULL)
    GROUP BY sweep_id, point, metric) v ON v.sweep_id = s.id;
