-- How far a file is, from its first step on.
SELECT next_row, total FROM file_progress WHERE log_id = $1 AND seq = $2 AND total > 0
