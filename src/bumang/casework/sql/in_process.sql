-- An entry that a worker has begun with and that has no outcome yet: since when, and of a file how
-- far it is.
SELECT min(since) AS since, max(next_row) AS next_row, max(total) AS total
FROM (
    SELECT taken_at AS since, null::integer AS next_row, null::integer AS total FROM claim
    WHERE log_id = $1 AND $2 BETWEEN first_seq AND last_seq
    UNION ALL
    SELECT since, null, null FROM retry WHERE log_id = $1 AND seq = $2
    UNION ALL
    SELECT since, next_row, total FROM file_progress WHERE log_id = $1 AND seq = $2
) AS found
HAVING count(*) > 0
