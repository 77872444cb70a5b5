-- Version 4: what is recommended is a point, by the mean over its replicates, and no lucky trial of one; a replicate's seed is no
-- parameter of a mean; the weights of an ended trial stay as they are; what a table's columns were, and what was done to them, is kept.

DROP VIEW sweep_overview;
DROP VIEW replicate_summary;

-- By what are a sweep's points compared? sign: -1 where more is better, so that the least comes first. examples: how many the metric is
-- a share of, 0 where it is none. replicates: of each point; they change fastest, so that the second trial tells whether there are any.
CREATE VIEW sweep_metric AS
SELECT
    s.id AS sweep_id,
    s.name AS sweep,
    s.number AS sweep_number,
    s.metric_name AS metric,
    s.metric_goal AS goal,
    CASE s.metric_goal WHEN 'maximize' THEN -1 ELSE 1 END AS sign,
    CASE s.metric_name
        WHEN 'train_accuracy' THEN d.train_count
        WHEN 'dev_accuracy' THEN d.dev_count
        WHEN 'test_accuracy' THEN d.test_count
        ELSE 0
    END AS examples,
    EXISTS (SELECT 1 FROM trial t WHERE t.sweep_id = s.id AND t.number = 2 AND t.replicate = 2) AS is_replicated
FROM sweep s
JOIN dataset d ON d.id = s.dataset_id;

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
    LEFT JOIN metric m ON m.trial_id = t.id AND m.name = c.metric AND t.state = 'finished'
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
LEFT JOIN metric m ON m.trial_id = t.id AND m.name = s.metric AND t.state = 'finished'
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
    b.n AS best_n
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
        JOIN metric m ON m.trial_id = t.id
        WHERE t.state = 'finished' AND m.value IS NOT NULL)
    GROUP BY sweep_id, point, metric) v ON v.sweep_id = s.sweep_id;

-- Weights belong to an ended trial as its metrics do. They may go where the sweep keeps the best trial's alone, and only once a better
-- finished trial of that sweep has its own.

CREATE TRIGGER weights_insert BEFORE INSERT ON weights
WHEN (SELECT state FROM trial WHERE id = NEW.trial_id) IN ('finished', 'failed', 'diverged')
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER weights_update BEFORE UPDATE ON weights
WHEN EXISTS (SELECT 1 FROM trial WHERE id IN (OLD.trial_id, NEW.trial_id) AND state IN ('finished', 'failed', 'diverged'))
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

CREATE TRIGGER weights_delete BEFORE DELETE ON weights
WHEN (SELECT state FROM trial WHERE id = OLD.trial_id) IN ('finished', 'failed', 'diverged')
    AND NOT EXISTS (
        SELECT 1
        FROM trial t
        CROSS JOIN sweep s ON s.id = t.sweep_id AND s.weights_kept = 'best'
        CROSS JOIN metric m ON m.trial_id = t.id AND m.name = s.metric_name
        -- A sweep's trials are one range of ids, so that other sweeps' weights are not looked through.
        CROSS JOIN weights w ON w.trial_id >= (SELECT id FROM trial WHERE sweep_id = s.id ORDER BY number LIMIT 1)
            AND w.trial_id <= (SELECT id FROM trial WHERE sweep_id = s.id ORDER BY number DESC LIMIT 1)
        CROSS JOIN trial bt ON bt.id = w.trial_id AND bt.sweep_id = s.id AND bt.state = 'finished'
        CROSS JOIN metric bm ON bm.trial_id = bt.id AND bm.name = s.metric_name
        WHERE t.id = OLD.trial_id
            AND CASE
                WHEN bm.value = m.value THEN bt.number < t.number
                WHEN s.metric_goal = 'maximize' THEN bm.value > m.value
                ELSE bm.value < m.value
            END)
BEGIN SELECT RAISE(ABORT, 'an ended trial never changes'); END;

-- The columns of the table that a dataset was read from: JSON list of {name, categories}; the categories are the words of a column of
-- words, each of them a feature. [] where there was no table, or an older Goalkeeper read it.
ALTER TABLE dataset ADD COLUMN columns TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(columns));

-- What a sweep does to each feature before a network sees it: fill where it is missing, then (value - mean) / deviation, both of train.
-- No rows: features go in as they were read. As its trials' weights, of which it is a part, it stays as it is.
CREATE TABLE preparation (
    sweep_id INTEGER NOT NULL REFERENCES sweep (id),
    feature INTEGER NOT NULL CHECK (feature >= 1), -- 1, 2, … in the order of dataset.features
    name TEXT, -- the feature's; NULL where examples have several axes
    fill REAL, -- NULL: nothing is filled
    mean REAL NOT NULL,
    deviation REAL NOT NULL,
    PRIMARY KEY (sweep_id, feature)
) WITHOUT ROWID;

CREATE TRIGGER preparation_insert BEFORE INSERT ON preparation
WHEN EXISTS (SELECT 1 FROM trial WHERE sweep_id = NEW.sweep_id)
BEGIN SELECT RAISE(ABORT, 'what a sweep does to its data never changes'); END;

CREATE TRIGGER preparation_update BEFORE UPDATE ON preparation
BEGIN SELECT RAISE(ABORT, 'what a sweep does to its data never changes'); END;

CREATE TRIGGER preparation_delete BEFORE DELETE ON preparation
WHEN EXISTS (SELECT 1 FROM trial WHERE sweep_id = OLD.sweep_id)
BEGIN SELECT RAISE(ABORT, 'what a sweep does to its data never changes'); END;
