-- Entries of a stretch, from the intake.
SELECT log_id, seq, submitter, item, accepted_at, media_type, content FROM entry
WHERE log_id = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq
