-- What the gate did in each minute of the last day: a ring, written by one process a minute. `answers`
-- are counts since the start, by kind, of all processes; `lines` how each line stood.
CREATE TABLE gate_minute (
    slot smallint PRIMARY KEY CHECK (slot BETWEEN 0 AND 1439),
    minute timestamptz NOT NULL,
    answers jsonb NOT NULL,
    lines jsonb NOT NULL
);
