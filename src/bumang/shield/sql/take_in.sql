-- Entries of the log that are not among the deliveries yet, in order of acceptance. A log is written
-- in order, so whatever is beyond its last one here is new.
INSERT INTO delivery (log_id, seq, number, item, submitter, accepted_at)
SELECT
    entry.log_id,
    entry.seq,
    entry.number,
    entry.item,
    entry.submitter,
    entry.accepted_at
FROM log
CROSS JOIN LATERAL (
    SELECT coalesce(max(seq), -1) AS last_seq FROM delivery WHERE delivery.log_id = log.log_id
) AS taken
INNER JOIN entry ON log.log_id = entry.log_id AND taken.last_seq < entry.seq
WHERE starts_with(entry.item, 'shield:')
ORDER BY entry.accepted_at, entry.log_id, entry.seq
ON CONFLICT (log_id, seq) DO NOTHING
