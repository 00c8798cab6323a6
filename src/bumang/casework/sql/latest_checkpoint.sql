-- The batch that was sealed last, and how many entries all logs have.
SELECT
    last.log_id, last.first_seq, last.size, last.sealed_at, last.root,
    sum(last.first_seq + last.size) OVER () AS entries
FROM log
CROSS JOIN LATERAL (
    SELECT * FROM batch WHERE batch.log_id = log.log_id ORDER BY first_seq DESC LIMIT 1
) AS last
ORDER BY last.sealed_at DESC LIMIT 1
