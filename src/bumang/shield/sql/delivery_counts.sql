SELECT state, count(*) AS count FROM delivery GROUP BY state ORDER BY state
