-- Take an entry to be tried again, unless another worker has it or has tried it meanwhile.
SELECT since FROM retry
WHERE log_id = $1 AND seq = $2 AND not_before <= now()
FOR UPDATE SKIP LOCKED
