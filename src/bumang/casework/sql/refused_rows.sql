-- The rows of a file that were refused, with why.
SELECT row_number, told FROM row_outcome
WHERE log_id = $1 AND seq = $2 AND state = 'refused' AND row_number > $3
ORDER BY row_number LIMIT $4
