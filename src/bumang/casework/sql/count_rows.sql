-- How many rows of a file came out how.
SELECT state, count(*) AS rows FROM row_outcome WHERE log_id = $1 AND seq = $2 GROUP BY state
