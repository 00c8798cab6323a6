-- The newest outcomes of one submitter.
SELECT log_id, seq, state, decided_at FROM outcome
WHERE submitter = $1 ORDER BY decided_at DESC, seq DESC LIMIT $2
