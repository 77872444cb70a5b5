-- Version 8: what a program's predictions are of. A program learns from no data that are known here; its examples come with its predictions.

-- Examples that programs have predicted, by what they are: trials that were given the same ones share a set, and can be compared one by one.
CREATE TABLE example_set (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE -- of its examples by number, each its name, a tab, its label and a line feed, in UTF-8
);

CREATE TABLE example (
    example_set_id INTEGER NOT NULL REFERENCES example_set (id),
    number INTEGER NOT NULL CHECK (number >= 1), -- its place in the labels and probabilities of a prediction
    name TEXT NOT NULL,
    label INTEGER NOT NULL CHECK (label IN (0, 1)), -- what it is; a prediction's labels say what it was taken for
    PRIMARY KEY (example_set_id, number)
) WITHOUT ROWID;

ALTER TABLE prediction ADD COLUMN example_set_id INTEGER REFERENCES example_set (id); -- NULL: the dataset's examples

CREATE INDEX prediction_of_examples ON prediction (example_set_id) WHERE example_set_id IS NOT NULL;

CREATE TRIGGER example_insert BEFORE INSERT ON example
WHEN EXISTS (SELECT 1 FROM prediction WHERE example_set_id = NEW.example_set_id)
BEGIN SELECT RAISE(ABORT, 'an example that was predicted never changes'); END;

CREATE TRIGGER example_update BEFORE UPDATE ON example
BEGIN SELECT RAISE(ABORT, 'an example that was predicted never changes'); END;

CREATE TRIGGER example_delete BEFORE DELETE ON example
WHEN EXISTS (SELECT 1 FROM prediction WHERE example_set_id = OLD.example_set_id)
BEGIN SELECT RAISE(ABORT, 'an example that was predicted never changes'); END;

CREATE TRIGGER example_set_update BEFORE UPDATE ON example_set
BEGIN SELECT RAISE(ABORT, 'an example that was predicted never changes'); END;
