-- Whose submission an outcome is about, so that people can list theirs. It is kept here, written by
-- the workers, because an index on the acceptance log would slow every acceptance down. Empty for
-- outcomes that were stored before this column was there.
ALTER TABLE outcome ADD COLUMN submitter text;
CREATE INDEX outcome_submitter ON outcome (submitter, decided_at DESC, seq DESC);
