-- An entry that failed: try again later, each time twice as late, at most an hour.
INSERT INTO retry (log_id, seq, attempts, not_before, error, since)
VALUES ($1, $2, 1, now() + interval '1 second', $3, $4)
ON CONFLICT (log_id, seq) DO UPDATE SET
    attempts = retry.attempts + 1,
    not_before = now() + least(interval '1 hour', interval '1 second' * 2 ^ retry.attempts),
    error = excluded.error
RETURNING attempts
