-- Hand out the next stretch of a log: $1 log, $2 its last entry, $3 the largest stretch,
-- $4 worker, $5 lease. Nothing comes back when all is handed out.
WITH advanced AS (
    UPDATE log_cursor SET next_seq = least(next_seq + $3, $2 + 1)
    WHERE log_id = $1 AND next_seq <= $2
    RETURNING old.next_seq AS first_seq, new.next_seq - 1 AS last_seq
)
INSERT INTO claim (log_id, first_seq, last_seq, worker, lease_until)
SELECT $1, first_seq, last_seq, $4, now() + $5 FROM advanced
RETURNING log_id, first_seq, last_seq, token
