-- The batches of log $1 from entry $2 on, $3 of them at most.
SELECT first_seq, size, commitments, root FROM batch
WHERE log_id = $1 AND first_seq >= $2
ORDER BY first_seq
LIMIT $3
