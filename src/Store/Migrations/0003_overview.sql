-- Version 3: sweep_overview looks for each sweep's best trial once; it did so for its value and again for its number.

DROP VIEW sweep_overview;

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
    b.value AS best_value,
    b.trial AS best_trial,
    s.created_at
FROM sweep s
LEFT JOIN best_trial b ON b.sweep = s.name AND b.sweep_number = s.number
LEFT JOIN trial t ON t.sweep_id = s.id
GROUP BY s.id;
