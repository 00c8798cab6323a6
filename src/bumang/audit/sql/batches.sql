-- Every batch in the order of its log.
SELECT log_id, first_seq, size, sealed_at, commitments, root, signatures FROM batch
ORDER BY log_id, first_seq
