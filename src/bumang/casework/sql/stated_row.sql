-- What the statement of a row says.
SELECT state, told FROM row_outcome WHERE log_id = $1 AND seq = $2 AND row_number = $3
