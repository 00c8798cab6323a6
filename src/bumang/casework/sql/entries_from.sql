-- One submitter's entries among those of a log that may be undecided, and at most the newest $4 of
-- these: this log has no index by submitter (it would cost every acceptance).
SELECT log_id, seq, number, item, accepted_at FROM entry
WHERE log_id = $1 AND submitter = $3 AND seq >= greatest(
    $2::bigint, (SELECT max(last.seq) FROM entry AS last WHERE last.log_id = $1) - $4::bigint
)
ORDER BY seq DESC LIMIT $5
