-- The last entry of every log. A log has one writer, so all before it are there.
SELECT log.log_id, last.seq FROM log
CROSS JOIN LATERAL (
    SELECT first_seq + size - 1 AS seq FROM batch
    WHERE batch.log_id = log.log_id ORDER BY first_seq DESC LIMIT 1
) AS last
