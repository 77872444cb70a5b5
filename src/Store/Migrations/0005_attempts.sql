-- Version 5: any program, any number of processes. What was measured belongs to an attempt, one try of a trial by one worker; a trial has
-- the state of its last. An ended attempt never changes. A sweep need not have a dataset, and its trials' ids are no range.
--
-- Foreign keys are off while this runs, and checked at its end: tables are made anew, and rows keep their ids.

DROP VIEW best_trial;
DROP VIEW best_point;
DROP VIEW replicate_summary;
DROP VIEW sweep_metric;
DROP VIEW sweep_overview;
DROP VIEW trial_fingerprint;
DROP VIEW trial_metric;
DROP VIEW trial_overview;
DROP VIEW trial_parameter;
DROP VIEW trial_trace;
DROP TRIGGER trial_insert;
DROP TRIGGER trial_update;
DROP TRIGGER trial_delete;
DROP TRIGGER parameter_insert;
DROP TRIGGER parameter_update;
DROP TRIGGER parameter_delete;
DROP TRIGGER metric_insert;
DROP TRIGGER metric_update;
DROP TRIGGER metric_delete;
DROP TRIGGER trace_insert;
DROP TRIGGER trace_update;
DROP TRIGGER trace_delete;
DROP TRIGGER prediction_insert;
DROP TRIGGER prediction_update;
DROP TRIGGER prediction_delete;
DROP TRIGGER fingerprint_insert;
DROP TRIGGER fingerprint_update;
DROP TRIGGER fingerprint_delete;
DROP TRIGGER weights_insert;
DROP TRIGGER weights_update;
DROP TRIGGER weights_delete;
DROP TRIGGER preparation_insert;
DROP TRIGGER preparation_update;
DROP TRIGGER preparation_delete;

CREATE TABLE new_sweep (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))), -- random: the same sweep in every copy of it; never in a report
    name TEXT NOT NULL, -- the experiment's
    number INTEGER NOT NULL CHECK (number >= 1), -- 1, 2, … within the name: "name#2"
    kind TEXT NOT NULL CHECK (kind IN ('network', 'program', 'delegate', 'logged')), -- what a trial is
    description TEXT NOT NULL,
    note TEXT, -- what a person wrote about it afterwards
    experiment_file TEXT NOT NULL,
    experiment_text TEXT NOT NULL, -- verbatim
    plan TEXT NOT NULL, -- JSON: every setting with its default, overrides applied
    plan_hash TEXT NOT NULL, -- SHA-256 of what the plan means: the sweep's identity
    metric_name TEXT NOT NULL, -- decides which point is best
    metric_goal TEXT NOT NULL CHECK (metric_goal IN ('maximize', 'minimize')),
    metric_examples INTEGER NOT NULL CHECK (metric_examples >= 0), -- how many examples it is a share of; 0: it is none
    metric_format TEXT NOT NULL CHECK (metric_format IN ('percent', 'number')), -- how it is shown
    weights_kept TEXT NOT NULL CHECK (weights_kept IN ('all', 'best', 'none')),
    kept_attempt_id INTEGER REFERENCES attempt (id), -- with weights_kept = 'best': the attempt whose weights are kept
    command TEXT NOT NULL,
    git_commit TEXT,
    git_dirty INTEGER CHECK (git_dirty IN (0, 1)),
    machine TEXT NOT NULL, -- JSON
    versions TEXT NOT NULL, -- JSON
    created_at TEXT NOT NULL, -- UTC, ISO 8601
    dataset_id INTEGER REFERENCES dataset (id), -- NULL: it learns from no data that are known here
    UNIQUE (name, number)
);

INSERT INTO new_sweep (
    id, name, number, kind, description, experiment_file, experiment_text, plan, plan_hash, metric_name, metric_goal, metric_examples,
    metric_format, weights_kept, command, git_commit, git_dirty, machine, versions, created_at, dataset_id)
SELECT
    s.id, s.name, s.number, 'network', s.description, s.experiment_file, s.experiment_text, s.plan, s.plan_hash, s.metric_name, s.metric_goal,
    CASE s.metric_name
        WHEN 'train_accuracy' THEN d.train_count
        WHEN 'dev_accuracy' THEN d.dev_count
        WHEN 'test_accuracy' THEN d.test_count
        ELSE 0
    END,
    CASE WHEN s.metric_name LIKE '%\_accuracy' ESCAPE '\' THEN 'percent' ELSE 'number' END,
    s.weights_kept, s.command, s.git_commit, s.git_dirty, s.machine, s.versions, s.created_at, s.dataset_id
FROM sweep s
JOIN dataset d ON d.id = s.dataset_id;

-- Every plan that a sweep has had: an extended sweep is found by its earlier files too.
CREATE TABLE sweep_plan (
    sweep_id INTEGER NOT NULL REFERENCES sweep (id),
    plan_hash TEXT NOT NULL,
    PRIMARY KEY (sweep_id, plan_hash)
) WITHOUT ROWID;

INSERT INTO sweep_plan (sweep_id, plan_hash) SELECT id, plan_hash FROM sweep;

CREATE TABLE new_trial (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
    sweep_id INTEGER NOT NULL REFERENCES sweep (id),
    number INTEGER NOT NULL CHECK (number >= 1), -- 1, 2, … within the sweep, in plan order
    point INTEGER NOT NULL, -- replicates of one combination of parameters share it
    variant TEXT,
    replicate INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'finished', 'failed', 'diverged', 'pruned')),
    attempt_id INTEGER REFERENCES attempt (id), -- the attempt that counts; NULL while queued
    reason TEXT CHECK (reason IS NULL OR state IN ('failed', 'diverged', 'pruned')), -- this and the next two are that attempt's
    started_at TEXT, -- UTC, ISO 8601
    duration_ms REAL,
    UNIQUE (sweep_id, number)
);

INSERT INTO new_trial (id, sweep_id, number, point, variant, replicate, seed, state, attempt_id, reason, started_at, duration_ms)
SELECT
    id, sweep_id, number, point, variant, replicate, seed,
    CASE state WHEN 'running' THEN 'queued' ELSE state END,
    CASE WHEN state NOT IN ('queued', 'running') THEN id END,
    reason,
    CASE WHEN state <> 'running' THEN started_at END,
    duration_ms
FROM trial;

-- A process that runs trials of a sweep, until it leaves, or is silent for longer than its lease.
CREATE TABLE worker (
    id INTEGER PRIMARY KEY,
    sweep_id INTEGER NOT NULL REFERENCES sweep (id),
    host TEXT NOT NULL, -- on which process_id means something
    process_id INTEGER NOT NULL,
    process_start INTEGER NOT NULL, -- when that process started, by its system's count: its number is given again some day
    job TEXT, -- a cluster's name for it
    started_at TEXT NOT NULL, -- UTC, ISO 8601
    lease_until INTEGER NOT NULL, -- milliseconds since 1970, by the store's clock
    stop INTEGER NOT NULL DEFAULT 0 CHECK (stop IN (0, 1)), -- 1: it is asked to end
    ended_at TEXT -- NULL: it has not left
);

CREATE INDEX worker_at_work ON worker (sweep_id) WHERE ended_at IS NULL;

-- One try of a trial by one worker. lost: its worker vanished; stopped: it was given back before it ended.
CREATE TABLE attempt (
    id INTEGER PRIMARY KEY,
    trial_id INTEGER NOT NULL REFERENCES trial (id),
    number INTEGER NOT NULL CHECK (number >= 1), -- 1, 2, … within the trial
    worker_id INTEGER REFERENCES worker (id), -- NULL: made before there were workers, or elsewhere
    state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'failed', 'diverged', 'pruned', 'lost', 'stopped')),
    reason TEXT CHECK (reason IS NULL OR state IN ('failed', 'diverged', 'pruned')),
    started_at TEXT, -- UTC, ISO 8601
    duration_ms REAL,
    exit_code INTEGER, -- this and the next five are a program's
    signal INTEGER,
    cpu_ms REAL,
    peak_memory INTEGER, -- bytes
    files TEXT CHECK (files IS NULL OR json_valid(files)), -- JSON: SHA-256 of the files that its command names, by path
    remark TEXT, -- what else is worth knowing: lines that were meant as metrics and are none, output that was not kept
    UNIQUE (trial_id, number)
);

CREATE INDEX attempt_running ON attempt (worker_id) WHERE state = 'running';

-- What has ended has had one attempt; it keeps its trial's id, so that what it measured keeps its rows' order.
INSERT INTO attempt (id, trial_id, number, state, reason, started_at, duration_ms)
SELECT id, id, 1, state, reason, started_at, duration_ms
FROM trial
WHERE state NOT IN ('queued', 'running');

CREATE TABLE new_metric (
    attempt_id INTEGER NOT NULL REFERENCES attempt (id),
    name TEXT NOT NULL,
    value REAL, -- NULL: measured, not a number; no row: not measured
    PRIMARY KEY (attempt_id, name)
) WITHOUT ROWID;

INSERT INTO new_metric SELECT trial_id, name, value FROM metric WHERE trial_id IN (SELECT id FROM attempt);

CREATE TABLE new_trace (
    attempt_id INTEGER NOT NULL REFERENCES attempt (id),
    metric TEXT NOT NULL,
    position INTEGER NOT NULL, -- the order of measuring: the step, but where other clients repeat steps 1, 2, …
    step INTEGER NOT NULL, -- a network's iteration
    value REAL, -- NULL: measured, not a number; no row: not measured
    time INTEGER, -- when, milliseconds since 1970; NULL: not known. In no fingerprint
    PRIMARY KEY (attempt_id, metric, position)
) WITHOUT ROWID;

INSERT INTO new_trace (attempt_id, metric, position, step, value)
SELECT trial_id, metric, iteration, iteration, value
FROM trace
WHERE trial_id IN (SELECT id FROM attempt);

CREATE TABLE new_prediction (
    attempt_id INTEGER NOT NULL REFERENCES attempt (id),
    split TEXT NOT NULL CHECK (split IN ('train', 'dev', 'test')),
    labels TEXT NOT NULL, -- '0110…', one digit an example: 1 where the float64 probability was above 0.5
    probabilities BLOB NOT NULL, -- float32 little endian, one an example; rounding never changes labels
    PRIMARY KEY (attempt_id, split)
);

INSERT INTO new_prediction SELECT trial_id, split, labels, probabilities FROM prediction WHERE trial_id IN (SELECT id FROM attempt);

CREATE TABLE new_weights (
    attempt_id INTEGER PRIMARY KEY REFERENCES attempt (id),
    layers TEXT NOT NULL CHECK (json_valid(layers)), -- JSON list of sizes, inputs first
    content BLOB NOT NULL -- float64 little endian: W1 row-major (outputs × inputs), b1, W2, b2, …
);

INSERT INTO new_weights SELECT trial_id, layers, content FROM weights WHERE trial_id IN (SELECT id FROM attempt);

CREATE TABLE new_fingerprint ( -- no row: the attempt failed, has not ended, or ended before there were fingerprints
    attempt_id INTEGER PRIMARY KEY REFERENCES attempt (id),
    initial_weights BLOB CHECK (length(initial_weights) = 32), -- SHA-256 of the weights that training started from; NULL: it had none
    result BLOB NOT NULL CHECK (length(result) = 32) -- SHA-256 of all that was measured, in full precision; docs/store.md has the bytes
);

INSERT INTO new_fingerprint SELECT trial_id, initial_weights, result FROM fingerprint WHERE trial_id IN (SELECT id FROM attempt);

UPDATE new_sweep SET kept_attempt_id = (
    SELECT w.attempt_id FROM new_weights w JOIN new_trial t ON t.attempt_id = w.attempt_id WHERE t.sweep_id = new_sweep.id)
WHERE weights_kept = 'best';

DROP TABLE metric;
DROP TABLE trace;
DROP TABLE prediction;
DROP TABLE weights;
DROP TABLE fingerprint;
DROP TABLE trial;
DROP TABLE sweep;
ALTER TABLE new_sweep RENAME TO sweep;
ALTER TABLE new_trial RENAME TO trial;
ALTER TABLE new_metric RENAME TO metric;
ALTER TABLE new_trace RENAME TO trace;
ALTER TABLE new_prediction RENAME TO prediction;
ALTER TABLE new_weights RENAME TO weights;
ALTER TABLE new_fingerprint RENAME TO fingerprint;

-- The next trial to run is found at once, and whether any is being run.
CREATE INDEX trial_queued ON trial (sweep_id, number) WHERE state = 'queued';
CREATE INDEX trial_running ON trial (sweep_id) WHERE state = 'running';

-- A file that an attempt left in its folder.
CREATE TABLE artifact (
    attempt_id INTEGER NOT NULL REFERENCES attempt (id),
    path TEXT NOT NULL, -- within the attempt's folder, with /
    size INTEGER NOT NULL CHECK (size >= 0),
    sha256 TEXT NOT NULL, -- lower-case hex
    PRIMARY KEY (attempt_id, path)
) WITHOUT ROWID;

-- What a person calls a sweep, or one of its trials, by.
CREATE TABLE tag (
    sweep_id INTEGER NOT NULL REFERENCES sweep (id),
    trial INTEGER NOT NULL DEFAULT 0, -- its number; 0: the sweep itself
    name TEXT NOT NULL,
    value TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (sweep_id, trial, name)
) WITHOUT ROWID;

-- What people did to a sweep after it was planned.
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    sweep_id INTEGER NOT NULL REFERENCES sweep (id),
    trial INTEGER, -- its number; NULL: the sweep itself
    kind TEXT NOT NULL, -- retry, extend, stop, prune, rename
    detail TEXT,
    at TEXT NOT NULL -- UTC, ISO 8601
);

CREATE INDEX event_of_sweep ON event (sweep_id);

-- Sweeps that a person deletes, for as long as the transaction that does it: what nobody may change can go only as a whole.
CREATE TABLE deletion (sweep_id INTEGER PRIMARY KEY);

-- INSERT is watched too: INSERT OR REPLACE deletes without asking the DELETE triggers.

CREATE TRIGGER attempt_insert BEFORE INSERT ON attempt
WHEN EXISTS (SELECT 1 FROM attempt WHERE id = NEW.id AND state <> 'running')
    OR EXISTS (SELECT 1 FROM attempt WHERE trial_id = NEW.trial_id AND number = NEW.number AND state <> 'running')
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER attempt_update BEFORE UPDATE ON attempt
WHEN OLD.state <> 'running' OR NEW.id <> OLD.id OR NEW.trial_id <> OLD.trial_id OR NEW.number <> OLD.number
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER attempt_delete BEFORE DELETE ON attempt
WHEN OLD.state <> 'running' AND NOT EXISTS (SELECT 1 FROM deletion d JOIN trial t ON t.sweep_id = d.sweep_id WHERE t.id = OLD.trial_id)
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER trial_insert BEFORE INSERT ON trial
WHEN EXISTS (SELECT 1 FROM trial WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM trial WHERE sweep_id = NEW.sweep_id AND number = NEW.number)
    OR NEW.state <> 'queued'
BEGIN SELECT RAISE(ABORT, 'a planned trial never changes, and begins queued'); END;

CREATE TRIGGER trial_update BEFORE UPDATE ON trial
WHEN OLD.state IN ('finished', 'pruned') OR NEW.id <> OLD.id OR NEW.uid <> OLD.uid OR NEW.sweep_id <> OLD.sweep_id OR NEW.number <> OLD.number
    OR NEW.point <> OLD.point OR NEW.variant IS NOT OLD.variant OR NEW.replicate <> OLD.replicate OR NEW.seed <> OLD.seed
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER trial_update_state BEFORE UPDATE ON trial
WHEN NOT EXISTS (
    SELECT 1
    FROM attempt a
    WHERE a.id = NEW.attempt_id AND a.trial_id = NEW.id AND a.state = NEW.state AND a.reason IS NEW.reason
        AND a.started_at IS NEW.started_at AND a.duration_ms IS NEW.duration_ms)
    AND NOT (NEW.state = 'queued' AND NEW.attempt_id IS NULL AND NEW.reason IS NULL AND NEW.started_at IS NULL AND NEW.duration_ms IS NULL)
BEGIN SELECT RAISE(ABORT, 'a trial is as its last attempt is, and an ended attempt never changes'); END;

CREATE TRIGGER trial_delete BEFORE DELETE ON trial
WHEN NOT EXISTS (SELECT 1 FROM deletion WHERE sweep_id = OLD.sweep_id)
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER parameter_insert BEFORE INSERT ON parameter
WHEN EXISTS (SELECT 1 FROM attempt WHERE trial_id = NEW.trial_id)
BEGIN SELECT RAISE(ABORT, 'a trial that was tried never changes'); END;

CREATE TRIGGER parameter_update BEFORE UPDATE ON parameter
WHEN EXISTS (SELECT 1 FROM attempt WHERE trial_id IN (OLD.trial_id, NEW.trial_id))
BEGIN SELECT RAISE(ABORT, 'a trial that was tried never changes'); END;

CREATE TRIGGER parameter_delete BEFORE DELETE ON parameter
WHEN EXISTS (SELECT 1 FROM attempt WHERE trial_id = OLD.trial_id)
    AND NOT EXISTS (SELECT 1 FROM deletion d JOIN trial t ON t.sweep_id = d.sweep_id WHERE t.id = OLD.trial_id)
BEGIN SELECT RAISE(ABORT, 'a trial that was tried never changes'); END;

CREATE TRIGGER metric_insert BEFORE INSERT ON metric
WHEN (SELECT state FROM attempt WHERE id = NEW.attempt_id) <> 'running'
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER metric_update BEFORE UPDATE ON metric
WHEN EXISTS (SELECT 1 FROM attempt WHERE id IN (OLD.attempt_id, NEW.attempt_id) AND state <> 'running')
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER metric_delete BEFORE DELETE ON metric
WHEN (SELECT state FROM attempt WHERE id = OLD.attempt_id) <> 'running'
    AND NOT EXISTS (
        SELECT 1 FROM attempt a JOIN trial t ON t.id = a.trial_id JOIN deletion d ON d.sweep_id = t.sweep_id WHERE a.id = OLD.attempt_id)
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER trace_insert BEFORE INSERT ON trace
WHEN (SELECT state FROM attempt WHERE id = NEW.attempt_id) <> 'running'
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER trace_update BEFORE UPDATE ON trace
WHEN EXISTS (SELECT 1 FROM attempt WHERE id IN (OLD.attempt_id, NEW.attempt_id) AND state <> 'running')
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER trace_delete BEFORE DELETE ON trace
WHEN (SELECT state FROM attempt WHERE id = OLD.attempt_id) <> 'running'
    AND NOT EXISTS (
        SELECT 1 FROM attempt a JOIN trial t ON t.id = a.trial_id JOIN deletion d ON d.sweep_id = t.sweep_id WHERE a.id = OLD.attempt_id)
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER prediction_insert BEFORE INSERT ON prediction
WHEN (SELECT state FROM attempt WHERE id = NEW.attempt_id) <> 'running'
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER prediction_update BEFORE UPDATE ON prediction
WHEN EXISTS (SELECT 1 FROM attempt WHERE id IN (OLD.attempt_id, NEW.attempt_id) AND state <> 'running')
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER prediction_delete BEFORE DELETE ON prediction
WHEN (SELECT state FROM attempt WHERE id = OLD.attempt_id) <> 'running'
    AND NOT EXISTS (
        SELECT 1 FROM attempt a JOIN trial t ON t.id = a.trial_id JOIN deletion d ON d.sweep_id = t.sweep_id WHERE a.id = OLD.attempt_id)
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER fingerprint_insert BEFORE INSERT ON fingerprint
WHEN (SELECT state FROM attempt WHERE id = NEW.attempt_id) <> 'running'
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER fingerprint_update BEFORE UPDATE ON fingerprint
WHEN EXISTS (SELECT 1 FROM attempt WHERE id IN (OLD.attempt_id, NEW.attempt_id) AND state <> 'running')
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER fingerprint_delete BEFORE DELETE ON fingerprint
WHEN (SELECT state FROM attempt WHERE id = OLD.attempt_id) <> 'running'
    AND NOT EXISTS (
        SELECT 1 FROM attempt a JOIN trial t ON t.id = a.trial_id JOIN deletion d ON d.sweep_id = t.sweep_id WHERE a.id = OLD.attempt_id)
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER artifact_insert BEFORE INSERT ON artifact
WHEN (SELECT state FROM attempt WHERE id = NEW.attempt_id) <> 'running'
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER artifact_update BEFORE UPDATE ON artifact
WHEN EXISTS (SELECT 1 FROM attempt WHERE id IN (OLD.attempt_id, NEW.attempt_id) AND state <> 'running')
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER artifact_delete BEFORE DELETE ON artifact
WHEN (SELECT state FROM attempt WHERE id = OLD.attempt_id) <> 'running'
    AND NOT EXISTS (
        SELECT 1 FROM attempt a JOIN trial t ON t.id = a.trial_id JOIN deletion d ON d.sweep_id = t.sweep_id WHERE a.id = OLD.attempt_id)
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER weights_insert BEFORE INSERT ON weights
WHEN (SELECT state FROM attempt WHERE id = NEW.attempt_id) <> 'running'
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER weights_update BEFORE UPDATE ON weights
WHEN EXISTS (SELECT 1 FROM attempt WHERE id IN (OLD.attempt_id, NEW.attempt_id) AND state <> 'running')
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

-- Weights may go where the sweep keeps the best trial's alone, once a better finished trial of that sweep has its own.
CREATE TRIGGER weights_delete BEFORE DELETE ON weights
WHEN (SELECT state FROM attempt WHERE id = OLD.attempt_id) <> 'running'
    AND NOT EXISTS (
        SELECT 1
        FROM trial t
        JOIN sweep s ON s.id = t.sweep_id AND s.weights_kept = 'best'
        JOIN trial k ON k.attempt_id = s.kept_attempt_id AND k.sweep_id = s.id AND k.state = 'finished'
        JOIN weights w ON w.attempt_id = k.attempt_id
        JOIN metric m ON m.attempt_id = t.attempt_id AND m.name = s.metric_name
        JOIN metric km ON km.attempt_id = k.attempt_id AND km.name = s.metric_name
        WHERE t.attempt_id = OLD.attempt_id
            AND CASE
                WHEN km.value = m.value THEN k.number < t.number
                WHEN s.metric_goal = 'maximize' THEN km.value > m.value
                ELSE km.value < m.value
            END)
    AND NOT EXISTS (
        SELECT 1 FROM attempt a JOIN trial t ON t.id = a.trial_id JOIN deletion d ON d.sweep_id = t.sweep_id WHERE a.id = OLD.attempt_id)
BEGIN SELECT RAISE(ABORT, 'an ended attempt never changes'); END;

CREATE TRIGGER preparation_insert BEFORE INSERT ON preparation
WHEN EXISTS (SELECT 1 FROM trial WHERE sweep_id = NEW.sweep_id)
BEGIN SELECT RAISE(ABORT, 'what a sweep does to its data never changes'); END;

CREATE TRIGGER preparation_update BEFORE UPDATE ON preparation
BEGIN SELECT RAISE(ABORT, 'what a sweep does to its data never changes'); END;

CREATE TRIGGER preparation_delete BEFORE DELETE ON preparation
WHEN EXISTS (SELECT 1 FROM trial WHERE sweep_id = OLD.sweep_id) AND NOT EXISTS (SELECT 1 FROM deletion WHERE sweep_id = OLD.sweep_id)
BEGIN SELECT RAISE(ABORT, 'what a sweep does to its data never changes'); END;

-- Views: one per question, no joins needed. sweep is the sweep's name, trial the trial's number. What is measured is the last attempt's.

-- By what are a sweep's points compared? sign: -1 where more is better, so that the least comes first. examples: how many the metric is
-- a share of, 0 where it is none.
CREATE VIEW sweep_metric AS
SELECT
    s.id AS sweep_id,
    s.name AS sweep,
    s.number AS sweep_number,
    s.metric_name AS metric,
    s.metric_goal AS goal,
    CASE s.metric_goal WHEN 'maximize' THEN -1 ELSE 1 END AS sign,
    s.metric_examples AS examples,
    EXISTS (SELECT 1 FROM trial t WHERE t.sweep_id = s.id AND t.replicate > 1) AS is_replicated
FROM sweep s;

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
    JOIN metric cm ON cm.attempt_id = c.attempt_id AND cm.name = cs.metric_name
    WHERE cs.id = s.id AND c.state = 'finished' AND cm.value IS NOT NULL
    ORDER BY CASE cs.metric_goal WHEN 'maximize' THEN -cm.value ELSE cm.value END, c.number
    LIMIT 1)
JOIN metric m ON m.attempt_id = t.attempt_id AND m.name = s.metric_name;

-- Which point is best, by the mean over its replicates? Of the points that have a mean, those of which every trial finished with a number
-- come first; then the better mean; then the lower number. Means of equal accuracies are equal: they are added up as whole millionths of
-- an example, which is exact; other means are rounded to twelve digits. n: the trials that the mean is over, first_trial the first of them.
CREATE VIEW best_point AS
SELECT
    s.sweep,
    s.sweep_number,
    f.point,
    f.variant,
    s.metric,
    s.goal,
    CASE
        WHEN s.examples > 0 THEN sum(round(m.value * s.examples * 1e6)) / (count(m.value) * s.examples * 1e6)
        WHEN abs(avg(m.value)) < 9e999 THEN CAST(printf('%.11e', avg(m.value)) AS REAL)
        ELSE avg(m.value)
    END AS mean,
    count(m.value) AS n,
    count(*) AS trials,
    f.number AS first_trial,
    (
        SELECT json_group_object(p.name, p.value)
        FROM parameter p
        WHERE p.trial_id = f.id AND NOT (p.name = 'seed' AND s.is_replicated)
    ) AS parameters
FROM sweep_metric s
CROSS JOIN trial f ON f.id = (
    SELECT min(CASE WHEN m.value IS NOT NULL THEN t.id END)
    FROM sweep_metric c
    JOIN trial t ON t.sweep_id = c.sweep_id
    LEFT JOIN metric m ON m.attempt_id = t.attempt_id AND m.name = c.metric AND t.state = 'finished'
    WHERE c.sweep_id = s.sweep_id
    GROUP BY t.point
    HAVING avg(m.value) IS NOT NULL
    ORDER BY
        count(m.value) < count(*),
        c.sign * CASE
            WHEN c.examples > 0 THEN sum(round(m.value * c.examples * 1e6)) / (count(m.value) * c.examples * 1e6)
            WHEN abs(avg(m.value)) < 9e999 THEN CAST(printf('%.11e', avg(m.value)) AS REAL)
            ELSE avg(m.value)
        END,
        t.point
    LIMIT 1)
CROSS JOIN trial t ON t.sweep_id = s.sweep_id AND t.point = f.point
LEFT JOIN metric m ON m.attempt_id = t.attempt_id AND m.name = s.metric AND t.state = 'finished'
GROUP BY s.sweep, s.sweep_number;

-- What is in the store, and how far is it? best_value: the best point's mean, best_trial: the first trial of it.
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
    b.mean AS best_value,
    b.first_trial AS best_trial,
    s.created_at,
    b.point AS best_point,
    b.n AS best_n,
    coalesce(sum(t.state = 'pruned'), 0) AS pruned,
    s.metric_format
FROM sweep s
LEFT JOIN best_point b ON b.sweep = s.name AND b.sweep_number = s.number
LEFT JOIN trial t ON t.sweep_id = s.id
GROUP BY s.id;

-- Is a point better, or was it luck? Finished replicates only, NaN apart. variance is the sample's (n - 1), NULL for n = 1;
-- SQLite may lack sqrt(), so take the root outside. parameters: without the seed, where replicates differ in it.
CREATE VIEW replicate_summary AS
SELECT
    s.sweep,
    s.sweep_number,
    v.point,
    v.variant,
    (
        SELECT json_group_object(p.name, p.value)
        FROM parameter p
        WHERE p.trial_id = v.trial_id AND NOT (p.name = 'seed' AND s.is_replicated)
    ) AS parameters,
    v.metric,
    v.n,
    v.mean,
    v.variance,
    v.minimum,
    v.maximum
FROM sweep_metric s
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
        JOIN metric m ON m.attempt_id = t.attempt_id
        WHERE t.state = 'finished' AND m.value IS NOT NULL)
    GROUP BY sweep_id, point, metric) v ON v.sweep_id = s.sweep_id;

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
    (SELECT value FROM metric WHERE attempt_id = t.attempt_id AND name = 'train_accuracy') AS train_accuracy,
    (SELECT value FROM metric WHERE attempt_id = t.attempt_id AND name = 'dev_accuracy') AS dev_accuracy,
    (SELECT value FROM metric WHERE attempt_id = t.attempt_id AND name = 'test_accuracy') AS test_accuracy,
    (SELECT value FROM metric WHERE attempt_id = t.attempt_id AND name = 'cost') AS cost
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
JOIN metric m ON m.attempt_id = t.attempt_id;

-- How did each trial get there?
CREATE VIEW trial_trace AS
SELECT s.name AS sweep, s.number AS sweep_number, t.number AS trial, t.variant, t.state, r.metric, r.step, r.value, r.time, r.step AS iteration
FROM sweep s
JOIN trial t ON t.sweep_id = s.id
JOIN trace r ON r.attempt_id = t.attempt_id;

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
LEFT JOIN dataset d ON d.id = s.dataset_id
JOIN trial t ON t.sweep_id = s.id
LEFT JOIN fingerprint f ON f.attempt_id = t.attempt_id
WHERE t.state IN ('finished', 'diverged');

-- How often was each trial tried, and how did each try end?
CREATE VIEW trial_attempt AS
SELECT
    s.name AS sweep,
    s.number AS sweep_number,
    t.number AS trial,
    a.number AS attempt,
    a.id = t.attempt_id AS counts,
    a.state,
    a.reason,
    a.started_at,
    a.duration_ms,
    a.exit_code,
    a.signal,
    a.cpu_ms,
    a.peak_memory,
    a.remark,
    w.host,
    w.process_id,
    w.job
FROM sweep s
JOIN trial t ON t.sweep_id = s.id
JOIN attempt a ON a.trial_id = t.id
LEFT JOIN worker w ON w.id = a.worker_id;
