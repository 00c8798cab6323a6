-- What became of an entry.
SELECT state, started_at, decided_at, told FROM outcome WHERE log_id = $1 AND seq = $2
