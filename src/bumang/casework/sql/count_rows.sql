-- How many rows of a file came out how, and how many of those were told something.
SELECT
    state,
    count(*) AS rows,
    count(told) AS told
FROM row_outcome
WHERE log_id = $1 AND seq = $2
GROUP BY state
