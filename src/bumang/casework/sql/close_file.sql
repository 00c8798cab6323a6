-- A file is done with; its outcome is stored in the same transaction.
DELETE FROM file_progress WHERE log_id = $1 AND seq = $2
