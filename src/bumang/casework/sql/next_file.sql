-- One open file that no other worker is at. The lock is the claim: it ends with the transaction,
-- also when the worker dies. Any of them, so that a large one does not hold up the others.
SELECT log_id, seq, total, next_row, since FROM file_progress
ORDER BY random() LIMIT 1 FOR UPDATE SKIP LOCKED
