-- What the statement of a decision says.
SELECT item, state, told FROM outcome WHERE log_id = $1 AND seq = $2
