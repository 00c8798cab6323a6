-- The rows before $4 are behind us, with their effects in this same transaction.
UPDATE file_progress SET total = $3, next_row = $4 WHERE log_id = $1 AND seq = $2
