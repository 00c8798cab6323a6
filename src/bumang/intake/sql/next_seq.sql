-- Where a log goes on: after its last batch.
SELECT coalesce(max(first_seq + size), 0) FROM (
    SELECT first_seq, size FROM batch WHERE log_id = $1 ORDER BY first_seq DESC LIMIT 1
) AS last
