-- Version 7: where a stopping rule looks at the trials of a point, computed when the point is proposed.

-- JSON: [{"step": 27, "threshold": 0.31, "trials": 9}], by step; a trial whose metric is worse than the threshold there is pruned.
ALTER TABLE proposal ADD COLUMN rungs TEXT NOT NULL DEFAULT '[]';
